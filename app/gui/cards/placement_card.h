#pragma once

#include "app/gui/cards/card.h"
#include "app/gui/pages/page.h"
#include "app/gui/parts/combo.h"
#include "planning/access/placement.h"

#include <array>

class QDoubleSpinBox;

namespace trocar::gui {

/// By which technique needles are placed, and so how far they may miss: chosen or entered.
class PlacementCard : public Card {
 public:
  explicit PlacementCard(Runner& runner);
  void show(const Plan& plan);
  using Card::show;

 private:
  void send(const std::string& technique);
  void showTechnique(const access::PlacementTechnique& technique);

  Runner& runner_;
  Combo* technique_;
  QLabel* numbers_;
  QWidget* own_;
  std::array<QDoubleSpinBox*, 4> values_{};  ///< Tip in mm and angle in degrees: mean, spread.
};

}  // namespace trocar::gui
