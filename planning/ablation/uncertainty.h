#pragma once

#include "planning/ablation/ablation.h"
#include "planning/evaluation.h"

namespace trocar {

/// How far volumes, margins and temperatures of a simulated result may be off: the grid's error,
/// and the extremes over runs on a coarse grid with bone conducting 30 % less or more, cryoprobes
/// 15 C warmer or colder, and half or twice the blood.
AblationBand uncertaintyOf(const CaseModel& model,
                           const Plan& plan,
                           const AblationResult& result,
                           const Progress& progress = {});

}  // namespace trocar
