#pragma once

#include "planning/ablation/ablation.h"
#include "planning/cement/cement.h"
#include "planning/model/case_model.h"
#include "planning/model/evaluation_options.h"
#include "planning/plan/plan.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace trocar::cement {

struct FlowFactors;

/// Factors drawn for the members of an ensemble: log-normal, with the standard deviations of the
/// logarithm 0.7 for permeability, 1.5 for the veins' mouths, 0.2 for the HU that counts as cortex
/// and 0.4 for viscosity; and where the veins lie, normal with a tenth of the body's height and
/// depth and, of the trunk's reach, 0.12 of the depth [estimated]. The same for the same seed.
std::vector<FlowFactors> drawFlowFactors(int members, std::uint64_t seed);

/// Least and most of the published shares of treated vertebrae that leak by a route, 0 to 1, as
/// counted on CT: matched osteoporotic vertebrae with and without a cleft (139 each; PMC8449924,
/// 2021) by basivertebral (20.9, 31.7 %) and segmental veins (24.5, 52.5 %) and the cortex (25.9,
/// 12.2 %), of metastases 32 % by the cortex (81 vertebrae; Corcos 2014); into discs 6.5 to 27.5 %
/// (22 of 80; Venmans 2011). Nullopt for a route of which none was found. What holds for all
/// vertebrae says little of one.
std::optional<std::array<double, 2>> publishedLeakShare(const std::string& route);

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
