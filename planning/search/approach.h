#pragma once

#include "planning/access/approach_record.h"
#include "planning/access/needle_view.h"

#include <vector>

namespace trocar::search {

/// What every rule that applies to a measured needle says.
std::vector<Finding> needleFindings(const access::NeedleView& view);
/// What stands between needles: gaps, each pair once.
std::vector<Finding> pairFindings(const Plan& plan);

}  // namespace trocar::search
