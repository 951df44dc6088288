#pragma once

#include "app/gui/cards/card.h"
#include "app/gui/pages/page.h"

#include <vector>

namespace trocar::gui {

/// Points of the attempts at one lesson, oldest on the left.
class LearningCurve : public QWidget {
 public:
  LearningCurve();
  void show(const std::vector<double>& points, const Palette& palette);
  using QWidget::show;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::vector<double> points_;
  Palette palette_;
};

/// What a lesson asks, withholds and grades, and how it went so far.
class LessonDetails : public QWidget {
 public:
  explicit LessonDetails(Runner& runner);
  void show(const Shown& shown);
  using QWidget::show;

 private:
  QLabel* title_;
  QLabel* goal_;
  QLabel* brief_;
  NumberTable* facts_;
  NumberTable* graded_;
  Card* curveCard_;
  LearningCurve* curve_;
  QPushButton* start_;
};

}  // namespace trocar::gui
