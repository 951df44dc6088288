#pragma once

#include "app/gui/card.h"
#include "app/gui/combo.h"
#include "app/gui/page.h"

namespace trocar {

/// The list before an ablation, of the first lesion of the case: what was measured of it in its
/// bone, and its vascularity, which a person enters.
class LesionCard : public Card {
 public:
  explicit LesionCard(Runner& runner);
  /// Hides itself where the case has no lesion.
  void show(const Shown& shown);
  using Card::show;

 private:
  NumberTable* numbers_;
  QLabel* defects_;
  Combo* vascularity_;
  std::string lesion_;  ///< Id of the lesion that is shown.
};

}  // namespace trocar
