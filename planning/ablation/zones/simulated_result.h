#pragma once

#include "planning/ablation/ablation.h"
#include "planning/ablation/zones/case_simulation.h"

#include <memory>

namespace trocar::ablation {

/// Runs the plan's protocols in the patient's tissue and measures what they do. What the model
/// remembers is not run again.
AblationResult simulatedResult(const CaseModel& model,
                               const Plan& plan,
                               double resolutionMm,
                               const Progress& progress = {});

/// Zones, coverage and exposures of a simulation that ran.
AblationResult measuredResult(const CaseModel& model,
                              const Plan& plan,
                              std::shared_ptr<const AblationSimulation> simulation);

/// Whether the model remembers the simulation that simulatedResult would run.
bool isSimulationKnown(const CaseModel& model, const Plan& plan, double resolutionMm);

}  // namespace trocar::ablation
