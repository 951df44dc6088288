#pragma once

#include "core/case.h"
#include "planning/plan/plan.h"

#include <string>
#include <vector>

namespace trocar::review {

/// Something to have in the room.
struct ShoppingItem {
  std::string what;
  std::string amount;  ///< "2", or "5.3 ml".
  std::string forWhat;
};

/// Instruments by kind, cement, protections, and what follows from them, such as grounding pads.
std::vector<ShoppingItem> shoppingList(const Case& patient, const Plan& plan);

}  // namespace trocar::review
