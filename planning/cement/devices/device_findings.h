#pragma once

#include "planning/findings/finding.h"
#include "planning/model/case_model.h"
#include "planning/plan/plan.h"

#include <vector>

namespace trocar::cement {

/// What is to be said about balloons, stents, expandable implants and coils: their limits, the
/// pedicle they pass, and cement beside a coil.
std::vector<Finding> deviceFindings(const CaseModel& model, const Plan& plan);

}  // namespace trocar::cement
