#pragma once

#include "app/gui/page.h"

#include <array>

class QToolButton;

namespace trocar {

/// The five steps on the left: where one is, what is done, what is next.
class StepRail : public QWidget {
 public:
  explicit StepRail(Runner& runner);
  void show(const Shown& shown);
  using QWidget::show;

 private:
  std::array<QToolButton*, kStepCount> buttons_{};
};

}  // namespace trocar
