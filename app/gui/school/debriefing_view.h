#pragma once

#include "app/fluoro/school.h"
#include "app/gui/cards/card.h"
#include "app/gui/pages/page.h"

#include <QPixmap>

#include <vector>

namespace trocar::gui {

/// A picture that keeps its shape whatever room it gets.
class PictureLabel : public QWidget {
 public:
  PictureLabel();
  void setPicture(const render::Picture& picture);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QPixmap pixmap_;
};

/// One line of a grade: what, yours, the expert's, and a bar of its points.
class GradeTable : public QWidget {
 public:
  GradeTable();
  void show(const school::Grade& grade, const Palette& palette);
  using QWidget::show;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  school::Grade grade_;
  Palette palette_;
};

/// The end of a lesson: points, every criterion, the difference to the expert in pictures.
class DebriefingView : public QWidget {
 public:
  explicit DebriefingView(Runner& runner);
  void show(const Shown& shown);
  using QWidget::show;

 private:
  QLabel* title_;
  QLabel* points_;
  QLabel* verdict_;
  QLabel* teaches_;
  QLabel* remarks_;
  GradeTable* table_;
  Card* picturesCard_;
  std::vector<PictureLabel*> pictures_;
  QPushButton* open_;
  const fluoro::School::Debriefing* shown_ = nullptr;
};

}  // namespace trocar::gui
