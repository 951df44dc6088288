#pragma once

#include "planning/findings/finding.h"
#include "planning/model/case_model.h"
#include "planning/plan/plan.h"

#include <vector>

namespace trocar::fixation {

/// Of every bone that a screw fixes and a probe with a protocol treats: a Note that the ablation
/// comes first, a Warning where the plan turns the order round.
std::vector<Finding> fixationOrderFindings(const CaseModel& model, const Plan& plan);

}  // namespace trocar::fixation
