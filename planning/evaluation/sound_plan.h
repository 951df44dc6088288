#pragma once

#include "planning/plan/plan.h"

namespace trocar {

/// Throws Error for what no evaluation can be made of: an instrument, a cement or a technique of
/// placement that is not in the assets, an entry equal to the target, a target outside the CT, a
/// needle through itself or through one that is not there.
void requireSound(const Plan& plan, const Case& patient);

}  // namespace trocar
