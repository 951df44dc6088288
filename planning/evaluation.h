#pragma once

#include "core/progress.h"
#include "planning/ablation/ablation.h"
#include "planning/cement/cement.h"
#include "planning/evaluation_options.h"
#include "planning/finding.h"
#include "planning/needle_evaluation.h"
#include "planning/plan.h"

#include <optional>
#include <vector>

namespace trocar {

class CaseModel;

/// Every number that the screen, the report and the command line show.
struct Evaluation {
  std::vector<NeedleEvaluation> needles;
  std::optional<AblationResult> ablation;
  std::optional<CementResult> cement;
  std::vector<ProtectedRegion> protections;  ///< Of the plan's protections; with physics.
  std::vector<Finding> findings;             ///< Danger first.
};

/// A pure function of case and plan.
Evaluation evaluate(const CaseModel& model,
                    const Plan& plan,
                    const EvaluationOptions& = {},
                    const Progress& = {});

}  // namespace trocar
