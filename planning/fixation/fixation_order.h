#pragma once

#include "planning/case_model.h"
#include "planning/finding.h"
#include "planning/plan.h"

#include <vector>

namespace trocar {

/// Of every bone that a screw fixes and a probe with a protocol treats: a Note that the ablation
/// comes first, a Warning where the plan turns the order round.
std::vector<Finding> fixationOrderFindings(const CaseModel& model, const Plan& plan);

}  // namespace trocar
