#pragma once

#include "app/gui/pages/page.h"

#include <array>

class QToolButton;

namespace trocar::gui {

/// The five steps on the left: where one is, what is done, what is next. Below them the C-arm's
/// room and the school.
class StepRail : public QWidget {
 public:
  explicit StepRail(Runner& runner);
  void show(const Shown& shown);
  using QWidget::show;

 private:
  QToolButton* newButton(Runner& runner, const std::string& action, const QString& name);

  std::array<QToolButton*, app::kStepCount> buttons_{};
  QToolButton* room_ = nullptr;
  QToolButton* school_ = nullptr;
};

}  // namespace trocar::gui
