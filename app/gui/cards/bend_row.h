#pragma once

#include "app/gui/parts/combo.h"
#include "app/gui/parts/runner.h"
#include "planning/plan/instrument.h"
#include "planning/plan/needle.h"

#include <QWidget>

class QDoubleSpinBox;

namespace trocar::gui {

/// The curved distal segment of a needle: to which side, by how much and how long.
class BendRow : public QWidget {
 public:
  explicit BendRow(Runner& runner);
  /// Hidden for a straight needle of an instrument that does not curve.
  void show(const Needle& needle);

 private:
  void send();

  Runner& runner_;
  std::string needle_;
  Combo* towards_;
  QDoubleSpinBox* angle_;
  QDoubleSpinBox* length_;
};

}  // namespace trocar::gui
