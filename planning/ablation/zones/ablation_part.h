#pragma once

#include "planning/ablation/ablation.h"
#include "planning/model/recalled.h"
#include "planning/plan/plan.h"

namespace trocar::ablation {

/// What of a plan heat and cold depend on: probes and their protocols, protections, the blood of
/// lesions, what counts as killed. All else is as in an empty plan.
Plan heatPart(const Plan& plan);
/// With thermocouples and the intent, as zones and coverage are measured.
Plan zonesPart(const Plan& plan);
/// With the placement technique, for what placement error does.
Plan placedPart(const Plan& plan);

/// Of a result with a part of its plan that says more; empty where it is not known what the result
/// was made of.
RecallKey resultKey(const CaseModel& model, const Plan& part, const AblationResult& result);

}  // namespace trocar::ablation
