#pragma once

#include "app/gui/pages/page.h"

namespace trocar::gui {

/// Offers unsaved work of an earlier run, without getting in the way.
class RecoveryBanner : public QWidget {
 public:
  explicit RecoveryBanner(Runner& runner);
  void show(const Shown& shown);
  using QWidget::show;

 private:
  QLabel* text_;
};

}  // namespace trocar::gui
