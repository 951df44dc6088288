#pragma once

#include "planning/ablation/ablation.h"
#include "planning/model/case_model.h"
#include "planning/model/evaluation_options.h"
#include "planning/plan/plan.h"

namespace trocar::ablation {

/// How often the planning zone still holds 95 % of each lesion (as the probe search asks) when the
/// probes come to lie where placement error puts them. The zone moves with them, every point of it
/// as rigidly as the probe it is nearest to: the ice of several probes keeps its joint shape, but
/// does not grow together or part anew [estimated; exact for one probe in uniform tissue]. Empty
/// without placement samples, without lesions, and for several probes of which only published
/// zones are known.
std::vector<CoverageChance> coverageChances(const CaseModel& model,
                                            const Plan& plan,
                                            const EvaluationOptions& options,
                                            const AblationResult& result);

}  // namespace trocar::ablation
