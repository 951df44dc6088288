#pragma once

#include "app/gui/cards/card.h"
#include "app/gui/pages/page.h"
#include "app/gui/parts/combo.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

class QCheckBox;

namespace trocar::gui {

class NeedleCard;
class PlacementCard;
class SuggestionList;

/// Where needles go: level and approach, placing them by rule, and each needle with its numbers.
class NeedlesPage : public Page {
 public:
  explicit NeedlesPage(Runner& runner);
  void show(const Shown& shown) override;

 private:
  void addPlaceCard();
  void showPlace(const Shown& shown);
  void showPictures(const Palette& palette);
  void showNeedles(const Shown& shown);

  const Case* built_ = nullptr;
  const Palette* pictured_ = nullptr;
  std::optional<std::set<std::string>> shelved_;
  Combo* level_;
  Combo* approach_;
  Combo* instrument_;
  QPushButton* place_ = nullptr;
  QPushButton* suggest_ = nullptr;
  SuggestionList* suggestions_;
  QLabel* empty_;
  QCheckBox* symmetric_;
  QVBoxLayout* list_;
  std::vector<NeedleCard*> cards_;
  PlacementCard* placement_;
};

}  // namespace trocar::gui
