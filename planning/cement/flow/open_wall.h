#pragma once

#include "planning/findings/finding.h"
#include "planning/model/case_model.h"
#include "planning/plan/plan.h"

#include <vector>

namespace trocar::cement {

/// Adds a finding for every vertebra into which cement is planned in front of an open posterior
/// wall, without a coil or stent around the tips that holds it.
void openWall(const CaseModel& model, const Plan& plan, std::vector<Finding>& found);

}  // namespace trocar::cement
