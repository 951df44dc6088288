#pragma once

#include "planning/plan.h"

#include <string>

namespace trocar {

/// A number that a person entered under `key`, or `fallback`. Throws Error where it is not a
/// number.
double numberOr(const Plan& plan, const std::string& key, double fallback);

}  // namespace trocar
