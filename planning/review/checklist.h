#pragma once

#include "planning/plan.h"

#include <string>
#include <string_view>
#include <vector>

namespace trocar {

/// Before the key of an item in Plan::answers; its value is "yes".
inline constexpr std::string_view kTickPrefix = "checklist.";

struct ChecklistItem {
  std::string key;  ///< "safety.antibiotics".
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

}  // namespace trocar
