#pragma once

#include "planning/cement/flow/leak_ensemble.h"
#include "planning/evaluation/evaluation.h"

#include <memory>

namespace trocar::app {

/// A treatment put aside, to be compared with another: plan A.
struct KeptTreatment {
  Plan plan;
  std::shared_ptr<const Evaluation> evaluation;
};

/// The plan's injections as far as `injectedMl` of cement went, one after the other in their order;
/// what was not begun is gone. `cement`, of this plan, knows what did not go in before; nullptr
/// where nothing is known.
Plan withInjectionsUpTo(Plan plan, const cement::CementResult* cement, double injectedMl);

/// Needles, protocols, protections, injections and the cement's mix of `kept`; the rest of `plan`.
Plan withTreatmentOf(Plan plan, const Plan& kept);

/// Writes leak probabilities into the numbers of `plan`, and what is to be said about them into
/// their findings. Does nothing where they are in there already or no cement is.
void addLeakEnsemble(Evaluation& evaluation,
                     const Plan& plan,
                     const cement::LeakEnsemble& ensemble);

}  // namespace trocar::app
