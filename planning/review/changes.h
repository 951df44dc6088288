#pragma once

#include "planning/plan/plan.h"

#include <string>
#include <vector>

namespace trocar::review {

/// What a reader of `before` has to know about `now`: a sentence each, in the order of the work.
/// Empty only where the plans are equal.
std::vector<std::string> changes(const Plan& before, const Plan& now);

}  // namespace trocar::review
