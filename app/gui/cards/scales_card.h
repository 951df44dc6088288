#pragma once

#include "app/gui/cards/card.h"
#include "app/gui/pages/page.h"
#include "app/gui/parts/combo.h"

class QDateEdit;
class QDoubleSpinBox;

namespace trocar::gui {

/// Pain and function over time: what was noted, and a row to note more.
class ScalesCard : public Card {
 public:
  explicit ScalesCard(Runner& runner);
  void refresh(const Shown& shown);

 private:
  void fitRange(const QString& key);

  Runner& runner_;
  QLabel* table_;
  Combo* scale_;
  QDateEdit* date_;
  QDoubleSpinBox* value_;
};

}  // namespace trocar::gui
