#pragma once

#include "app/gui/card.h"
#include "app/gui/combo.h"
#include "app/gui/page.h"

class QDateEdit;
class QDoubleSpinBox;

namespace trocar {

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

}  // namespace trocar
