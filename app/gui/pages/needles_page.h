#pragma once

#include "app/gui/cards/card.h"
#include "app/gui/pages/page.h"
#include "app/gui/parts/combo.h"
#include "app/where.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

class QCheckBox;

namespace trocar::gui {

class NeedleCard;
class PlacementCard;
class SuggestionList;

/// Where needles go: place and approach, placing them by rule, and each needle with its numbers.
class NeedlesPage : public Page {
 public:
  explicit NeedlesPage(Runner& runner);
  void show(const Shown& shown) override;

 private:
  void addPlaceCard();
  void showPlace(const Shown& shown);
  void showPlaces(const app::Places& places);
  void showApproaches(const std::vector<Approach>& approaches);
  void showPictures(const Palette& palette);
  void showNeedles(const Shown& shown);

  const Case* built_ = nullptr;
  const Palette* pictured_ = nullptr;
  std::optional<std::set<std::string>> shelved_;
  std::vector<Approach> offered_;
  Combo* where_;
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
