#pragma once

#include "planning/plan/plan.h"

namespace trocar::access {

/// The plan with the patient laid as the approach of its first needle usually has them. A plan that
/// has a needle, or lies otherwise than plans begin, stays as it is.
Plan laidFor(Plan plan, Approach approach);

}  // namespace trocar::access
