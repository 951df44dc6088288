#pragma once

#include "core/progress.h"
#include "planning/ablation/ablation.h"
#include "planning/model/case_model.h"
#include "planning/plan/needle.h"
#include "planning/plan/plan.h"

#include <optional>
#include <string>
#include <vector>

namespace trocar::ablation {

/// What a set of probes shall do.
struct OptimiseRequest {
  std::string lesion;
  std::vector<std::string> shelf;    ///< Instruments that may be used; all of one kind of energy.
  std::vector<Approach> approaches;  ///< Routes that may be taken.
  std::optional<Side> side;          ///< Of the routes; both where empty.
  std::string protocol;              ///< Empty: the usual one of the first instrument's kind.
  int mostProbes = 4;
  double coverageGoal = 0.95;  ///< Of the lesion, at the plan's planning isotherm or criterion.
  double marginMm = 0.0;       ///< By which the zone shall pass the lesion on every side.
};

/// One set of probes as the solver sees it.
struct ProbeArrangement {
  Plan plan;             ///< The given plan with the probes and their protocols.
  std::string protocol;  ///< Of all probes; of the one nearest to what is endangered where milder.
  int probes = 0;
  double coverage = 0.0;  ///< Of the lesion, 0 to 1.
  double minimumMarginMm = 0.0;
  bool reaches = false;              ///< The goal and the margin.
  std::vector<std::string> dangers;  ///< What the rules call a danger.
  double harm = 0.0;  ///< How far the dangers are beyond their limits, in 10 K and 5 mm, summed.
  std::string text;   ///< In one sentence.
};

struct OptimiseResult {
  std::vector<ProbeArrangement> tried;  ///< In the order in which they were simulated.
  std::size_t best = 0;
  std::string why;        ///< What was chosen, and what more or fewer probes would do.
  bool complete = false;  ///< False where it was cancelled: the best so far.
  int candidates = 0;     ///< Ways that keep the rules of access.
};

/// Finds number, positions and protocols of probes that reach the goal with the least harm. Ways
/// come from the search of access (hard rules kept); sets of them are ranked by the field of line
/// sources, and the best of each number are simulated in 2 mm voxels, with milder protocols where
/// something is endangered. Those without a danger first, of them those that reach the goal,
/// else that cover most, with fewest probes; where all endanger something, the least harm.
/// Deterministic. Cancelled after the first simulation it returns the best so far. Throws
/// search::NoWay where nothing reaches the lesion.
OptimiseResult optimiseProbes(const CaseModel& model,
                              const Plan& plan,
                              const OptimiseRequest& request,
                              const Progress& progress = {});

}  // namespace trocar::ablation
