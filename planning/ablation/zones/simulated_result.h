#pragma once

#include "planning/ablation/ablation.h"
#include "planning/ablation/zones/case_simulation.h"

namespace trocar::ablation {

/// Runs the plan's protocols in the patient's tissue and measures what they do.
AblationResult simulatedResult(const CaseModel& model,
                               const Plan& plan,
                               double resolutionMm,
                               const Progress& progress = {});

/// Zones, coverage and exposures of a simulation that ran.
AblationResult measuredResult(const CaseModel& model,
                              const Plan& plan,
                              AblationSimulation simulation);

}  // namespace trocar::ablation
