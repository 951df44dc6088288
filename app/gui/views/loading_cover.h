#pragma once

#include "app/gui/parts/runner.h"

#include <QWidget>

class QLabel;
class QProgressBar;

namespace trocar::gui {

/// Lies over the views while another patient is opened, so that no picture of the old one stands
/// under it: its name, how far it is, and a way to stop.
class LoadingCover : public QWidget {
 public:
  LoadingCover(Runner& runner, QWidget* parent);
  void show();

 private:
  Runner& runner_;
  QLabel* name_;
  QProgressBar* progress_;
};

}  // namespace trocar::gui
