#pragma once

#include "planning/case_model.h"
#include "planning/finding.h"
#include "planning/plan.h"

#include <vector>

namespace trocar {

/// What is to be said about balloons, stents, expandable implants and coils: their limits, the
/// pedicle they pass, and cement beside a coil.
std::vector<Finding> deviceFindings(const CaseModel& model, const Plan& plan);

}  // namespace trocar
