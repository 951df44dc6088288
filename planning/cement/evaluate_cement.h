#pragma once

#include "planning/ablation/ablation.h"
#include "planning/cement/cement.h"
#include "planning/findings/finding.h"
#include "planning/model/case_model.h"
#include "planning/model/evaluation_options.h"
#include "planning/plan/plan.h"

#include <optional>
#include <vector>

namespace trocar::cement {

/// Runs the plan's injections in their order, in bone as `ablation` leaves it (nullptr: as it is).
/// Nullopt where the plan has none. A needle whose tip is not in bone injects nothing: see its
/// finding.
///
/// The cement is mixed as Plan::cementMix says.
std::optional<CementResult> cementAfter(const ablation::AblationResult* ablation,
                                        const CaseModel& model,
                                        const Plan& plan,
                                        const EvaluationOptions& options = {},
                                        const Progress& progress = {});
/// The same; runs the plan's ablation first, where it has one.
std::optional<CementResult> evaluateCement(const CaseModel& model,
                                           const Plan& plan,
                                           const EvaluationOptions& options = {},
                                           const Progress& progress = {});

/// Whether the model remembers where the plan's cement goes in bone as it is.
bool isCementKnown(const CaseModel& model, const Plan& plan, double resolutionMm);

/// Leaks that only members of the ensemble show, from 10 % of them on.
std::vector<Finding> possibleLeakFindings(const CementResult& result);

/// What is to be said about an injection after the plan's ablation, if any; Danger first.
std::vector<Finding> cementFindings(const CaseModel& model,
                                    const Plan& plan,
                                    const CementResult& result,
                                    const ablation::AblationResult* ablation = nullptr);

}  // namespace trocar::cement
