#pragma once

#include "planning/ablation/ablation.h"
#include "planning/findings/finding.h"
#include "planning/model/case_model.h"
#include "planning/model/evaluation_options.h"
#include "planning/plan/plan.h"

#include <optional>
#include <vector>

namespace trocar::ablation {

/// What the plan's probes do to lesions and to structures at risk: from the solver where the
/// options ask for physics and a probe has a protocol, from published zones otherwise. Empty
/// without a probe.
std::optional<AblationResult> evaluateAblation(const CaseModel& model,
                                               const Plan& plan,
                                               const EvaluationOptions& options = {},
                                               const Progress& progress = {});

/// The isotherm that must hold the lesion: -40 C for curative intent,
/// -20 C otherwise; for heat 60 C where the plan's lethal criterion is the isotherm,
/// else nullopt: the zone killed by that criterion must.
std::optional<double> planningIsothermC(const Plan& plan, const AblationResult& result);

/// What the rules say about margins, distances and temperatures.
std::vector<Finding> ablationFindings(const CaseModel& model,
                                      const Plan& plan,
                                      const AblationResult& result);

}  // namespace trocar::ablation
