#pragma once

#include "app/gui/cards/card.h"
#include "planning/cement/cement.h"
#include "planning/plan/plan.h"

#include <vector>

namespace trocar::gui {

/// What an injection gives, and beside it what another one gave, where there is one to compare.
std::vector<NumberRow> rowsOf(const Plan& plan,
                              const cement::CementResult& now,
                              const cement::CementResult* kept);
/// The leaks with their volumes and, where an ensemble ran, their probabilities; one row says so
/// where there are none.
std::vector<NumberRow> leakRowsOf(const cement::CementResult& now,
                                  const cement::CementResult* kept);

}  // namespace trocar::gui
