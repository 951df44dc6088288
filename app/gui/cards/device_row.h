#pragma once

#include "app/gui/parts/runner.h"
#include "planning/plan/needle.h"

#include <QWidget>

class QDoubleSpinBox;
class QLabel;

namespace trocar::gui {

/// How the device on a needle is used: a balloon's volume, an implant's height, a coil's loops or a
/// screw's length. The lowest value takes the entry back.
class DeviceRow : public QWidget {
 public:
  explicit DeviceRow(Runner& runner);
  /// Hidden for an instrument that leaves nothing to enter.
  void show(const Needle& needle);

 private:
  void send(double value);

  Runner& runner_;
  std::string needle_;
  std::string key_;  ///< Of the action's argument.
  QLabel* name_;
  QDoubleSpinBox* value_;
};

}  // namespace trocar::gui
