#pragma once

#include "app/gui/card.h"
#include "planning/cement/cement.h"
#include "planning/plan.h"

#include <vector>

namespace trocar {

/// What an injection gives, and beside it what another one gave, where there is one to compare.
std::vector<NumberRow> rowsOf(const Plan& plan, const CementResult& now, const CementResult* kept);
/// The leaks with their volumes and, where an ensemble ran, their probabilities; one row says so
/// where there are none.
std::vector<NumberRow> leakRowsOf(const CementResult& now, const CementResult* kept);

}  // namespace trocar
