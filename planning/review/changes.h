#pragma once

#include "planning/plan.h"

#include <string>
#include <vector>

namespace trocar {

/// What a reader of `before` has to know about `now`: a sentence each, in the order of the work.
/// Empty only where the plans are equal.
std::vector<std::string> changes(const Plan& before, const Plan& now);

}  // namespace trocar
