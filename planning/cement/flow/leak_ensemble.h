#pragma once

#include "planning/ablation/ablation.h"
#include "planning/cement/cement.h"
#include "planning/model/case_model.h"
#include "planning/model/evaluation_options.h"
#include "planning/plan/plan.h"

#include <cstdint>
#include <vector>

namespace trocar::cement {

struct FlowFactors;

/// Factors drawn for the members of an ensemble: log-normal, with the standard deviations of the
/// logarithm 0.7 for permeability, 1.5 for the veins' mouths, 0.2 for the HU that counts as cortex
/// and 0.4 for viscosity [estimated]. The same for the same seed.
std::vector<FlowFactors> drawFlowFactors(int members, std::uint64_t seed);

/// What an ensemble of injections shows.
struct LeakEnsemble {
  int members = 0;
  /// One of each route and end, by their names: the share of members in which it occurs as its
  /// probability, the way it took in the first of them, no volume.
  std::vector<CementLeak> leaks;
};

/// Repeats the injections coarsely with `options.cementMembers` drawn factors, in bone as
/// `ablation` leaves it (nullptr: as it is).
LeakEnsemble runLeakEnsemble(const CaseModel& model,
                             const Plan& plan,
                             const ablation::AblationResult* ablation,
                             const EvaluationOptions& options,
                             const Progress& progress);

/// Writes into each leak its probability. A leak that occurs only in the ensemble is added with no
/// volume. Once for a result.
void addLeakProbabilities(CementResult& result, const LeakEnsemble& ensemble);

}  // namespace trocar::cement
