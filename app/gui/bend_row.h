#pragma once

#include "app/gui/combo.h"
#include "app/gui/runner.h"
#include "planning/instrument.h"
#include "planning/needle.h"

#include <QWidget>

class QDoubleSpinBox;

namespace trocar {

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

}  // namespace trocar
