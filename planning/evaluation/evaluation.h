#pragma once

#include "core/progress.h"
#include "planning/ablation/ablation.h"
#include "planning/cement/cement.h"
#include "planning/findings/finding.h"
#include "planning/model/evaluation_options.h"
#include "planning/model/needle_evaluation.h"
#include "planning/plan/plan.h"

#include <optional>
#include <vector>

namespace trocar {

class CaseModel;

/// Every number that the screen, the report and the command line show.
struct Evaluation {
  std::vector<NeedleEvaluation> needles;
  std::optional<ablation::AblationResult> ablation;
  std::optional<cement::CementResult> cement;
  std::vector<ablation::ProtectedRegion> protections;  ///< Of the plan's protections; with physics.
  std::vector<Finding> findings;                       ///< Danger first.
};

/// A pure function of case and plan.
Evaluation evaluate(const CaseModel& model,
                    const Plan& plan,
                    const EvaluationOptions& = {},
                    const Progress& = {});

/// The plan without what only people read and what is said of findings: numbers are made of this.
Plan evaluatedPart(Plan plan);

/// Whether the model remembers the longest part of the evaluation: its simulations.
bool arePhysicsKnown(const CaseModel& model, const Plan& plan, const EvaluationOptions& options);

/// Writes into findings with which reasons a person lives with them; clears it of all others.
void markAccepted(const std::vector<Acceptance>& acceptances, std::vector<Finding>& findings);

}  // namespace trocar
