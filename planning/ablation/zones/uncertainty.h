#pragma once

#include "planning/ablation/ablation.h"
#include "planning/model/case_model.h"
#include "planning/model/evaluation_options.h"
#include "planning/plan/plan.h"

#include <vector>

namespace trocar::ablation {

/// What further runs say about a simulated result: see AblationResult.
struct Doubts {
  AblationBand band;
  std::vector<StructureExposure> unprotected;
  std::vector<StructureExposure> withoutBarrier;
  std::vector<ProbeContribution> contributions;
};

/// Adds to a simulated result how far volumes, margins and temperatures may be off: the grid's
/// error, and the extremes over runs on a coarse grid with bone conducting 30 % less or more,
/// cryoprobes 15 C warmer or colder, and half or twice the blood, and the probes where placement
/// error puts them. Further coarse runs tell what the protections, the cortex and each of several
/// probes are worth.
void addUncertainty(const CaseModel& model,
                    const Plan& plan,
                    const EvaluationOptions& options,
                    AblationResult& result,
                    const Progress& progress = {});

}  // namespace trocar::ablation
