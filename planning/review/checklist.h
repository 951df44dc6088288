#pragma once

#include "planning/plan/plan.h"

#include <string>
#include <vector>

namespace trocar::review {

struct ChecklistItem {
  std::string key;  ///< "safety.antibiotics": those of the list and of the item.
  std::string text;
  bool ticked = false;
};

struct Checklist {
  std::string title;
  std::string source;
  std::vector<ChecklistItem> items;
};

/// The lists of assets/review that fit the plan, with its ticks. Throws Error for a bad file.
std::vector<Checklist> checklistsFor(const Plan& plan);
/// Ticks an item of `checklistsFor`, or takes the tick back.
Plan withTick(Plan plan, const std::string& key, bool ticked);

}  // namespace trocar::review
