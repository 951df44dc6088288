#pragma once

#include "planning/findings/finding.h"
#include "planning/model/case_model.h"
#include "planning/model/evaluation_options.h"
#include "planning/model/needle_evaluation.h"
#include "planning/plan/needle.h"
#include "planning/plan/plan.h"

#include <cstdint>
#include <string>
#include <vector>

namespace trocar::access {

/// How far needles end up from where they were meant to be.
struct PlacementTechnique {
  std::string id;
  std::string name;
  double targetErrorMeanMm = 0.0;
  double targetErrorSdMm = 0.0;
  double angleErrorMeanDeg = 0.0;
  double angleErrorSdDeg = 0.0;
  std::string source;
};

/// Those of assets/access/placement.json. Throws Error for a bad file.
const std::vector<PlacementTechnique>& placementTechniques();
/// Throws Error, naming the known ones.
const PlacementTechnique& findPlacementTechnique(const std::string& id);
/// As people read it: "Robot"; "own numbers" for errors that a person entered.
std::string techniqueName(const std::string& id);

/// Needles as they might come to lie: the tip moved by a random vector whose length has the
/// technique's mean and spread, the direction turned by a random angle likewise. The same seed, the
/// same needles.
std::vector<Trajectory> placements(const Trajectory& meant,
                                   const PlacementTechnique& technique,
                                   int samples,
                                   std::uint64_t seed);

struct PlacementRequest {
  PlacementTechnique technique;
  int samples = 1000;
  std::uint64_t seed = 1;
};
/// Id of the technique that stands for errors a person entered.
inline constexpr const char* kOwnPlacement = "own";

/// The technique is the plan's, else that of the options. Throws Error for an unknown one.
PlacementRequest placementRequest(const Plan& plan, const EvaluationOptions& options);

/// What becomes of a needle under placement error. Breaches are counted from 2 mm on, by direction.
PlacementUncertainty placementOf(const CaseModel& model,
                                 const Needle& needle,
                                 const PlacementRequest& request);

/// Where more of the simulated needles break out of the pedicle than the rule `breach-risk` bears;
/// of a needle without a pedicle, where more touch one structure than `touch-risk` bears.
std::optional<Finding> placementFinding(const Case& patient,
                                        const Needle& needle,
                                        const PlacementUncertainty& placement);

}  // namespace trocar::access
