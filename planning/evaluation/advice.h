#pragma once

#include "planning/findings/finding.h"
#include "planning/model/case_model.h"
#include "planning/model/needle_evaluation.h"
#include "planning/plan/plan.h"

#include <vector>

namespace trocar {

/// What the plan's answers and lesions call for before any needle: a surgeon's look, embolisation,
/// and angiography where the cord's supply may come from. Nothing for a plan without needles but
/// the first.
std::vector<Finding> adviceFindings(const CaseModel& model,
                                    const Plan& plan,
                                    const std::vector<NeedleEvaluation>& needles);

}  // namespace trocar
