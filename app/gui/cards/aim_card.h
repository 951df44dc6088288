#pragma once

#include "app/gui/cards/card.h"
#include "app/gui/pages/page.h"
#include "app/gui/parts/combo.h"

namespace trocar::gui {

/// What an ablation is for and what counts as killed: both decide which surface is judged.
class AimCard : public Card {
 public:
  explicit AimCard(Runner& runner);
  void show(const Plan& plan);
  using Card::show;

 private:
  Combo* intent_;
  QLabel* intentMeaning_;
  Combo* criterion_;
};

}  // namespace trocar::gui
