#pragma once

#include "app/gui/cards/card.h"
#include "app/gui/cards/embolisation_rows.h"
#include "app/gui/pages/page.h"
#include "app/gui/parts/combo.h"

namespace trocar::gui {

/// The list before an ablation, of the lesion under work, else of the first in the bone under work:
/// what was measured of it in its bone, and its vascularity and embolisation, which a person
/// enters. A bone without a lesion is said to have none.
class LesionCard : public Card {
 public:
  explicit LesionCard(Runner& runner);
  /// Hides itself where the case has no lesion.
  void show(const Shown& shown);
  using Card::show;

 private:
  NumberTable* numbers_;
  QLabel* defects_;
  QWidget* fields_;  ///< What a person enters.
  Combo* vascularity_;
  EmbolisationRows* embolisation_;
  std::string lesion_;  ///< Id of the lesion that is shown.
};

}  // namespace trocar::gui
