#pragma once

#include "planning/cement/cement.h"
#include "planning/cement/cement_site.h"

#include <cstdint>
#include <vector>

namespace trocar {

/// Factors drawn for the members of an ensemble: log-normal, with the standard deviations of the
/// logarithm 0.7 for permeability, 1.5 for the veins' mouths, 0.2 for the HU that counts as cortex
/// and 0.4 for viscosity [estimated]. The same for the same seed.
std::vector<FlowFactors> drawFlowFactors(int members, std::uint64_t seed);

/// Repeats the injections coarsely with `options.cementMembers` drawn factors and writes into each
/// leak the share of runs in which it occurs. A leak that occurs only there is added with no
/// volume.
void addLeakProbabilities(CementResult& result,
                          const CaseModel& model,
                          const Plan& plan,
                          const EvaluationOptions& options,
                          const Progress& progress);

}  // namespace trocar
