#pragma once

#include "planning/ablation/ablation.h"
#include "planning/model/recalled.h"
#include "planning/plan/plan.h"

namespace trocar::cement {

/// What of a plan cement depends on beside the ablation: injections and their needles, what makes
/// room in bone or holds cement there, how the cement is mixed. All else is as in an empty plan.
Plan cementPart(const Plan& plan);

/// Of the cement that runs in bone as `ablation` leaves it (nullptr: as it is).
RecallKey cementKey(const CaseModel& model,
                    const Plan& part,
                    const ablation::AblationResult* ablation,
                    double resolutionMm);

}  // namespace trocar::cement
