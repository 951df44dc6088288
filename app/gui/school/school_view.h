#pragma once

#include "app/gui/pages/page.h"

#include <vector>

class QLineEdit;
class QStackedWidget;
class QVBoxLayout;

namespace trocar::gui {

class LearningCurve;
class LessonDetails;
class DebriefingView;

/// The school: the lessons on the left; on the right the one selected, or the debriefing of the one
/// just finished.
class SchoolView : public QWidget {
 public:
  explicit SchoolView(Runner& runner);
  void show(const Shown& shown);
  using QWidget::show;

 private:
  QWidget* newBar(Runner& runner);
  void showList(const Shown& shown);

  Runner& runner_;
  QVBoxLayout* list_;
  QLineEdit* learner_;
  std::vector<QPushButton*> rows_;
  QStackedWidget* right_;
  LessonDetails* details_;
  DebriefingView* debriefing_;
};

}  // namespace trocar::gui
