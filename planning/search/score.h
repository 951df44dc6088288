#pragma once

#include "planning/search/corridor.h"
#include "planning/search/suggest.h"

#include <vector>

namespace trocar::search {

/// What a search wants of its candidates beside the hard constraints.
struct Wishes {
  Vec3 idealTargetMm = Vec3::Zero();
  bool targetGiven = false;  ///< By a person: the tip stays there.
};

/// The terms of one candidate, from what `judge` measured.
std::vector<ScoreTerm> scoreTerms(const Corridor& corridor,
                                  const Candidate& candidate,
                                  const Judgement& judgement,
                                  const Wishes& wishes);
/// Weighted mean of the qualities, 0 to 1.
double scoreOf(const std::vector<ScoreTerm>& terms);

/// Points that stand for what a needle should reach: a lesion's voxels, else the anterior two
/// thirds of the body. At most about `count`.
std::vector<Vec3> coverageSamples(const CaseModel& model,
                                  const Structure* lesion,
                                  const anatomy::VertebraAnatomy* vertebra,
                                  int count = 600);
/// Share of the samples within `reachMm` of any tip.
double coverageOf(const std::vector<Vec3>& samplesMm,
                  const std::vector<Vec3>& tipsMm,
                  double reachMm = 15.0);

/// Kept within 0 and 1.
double clamped(double share);

}  // namespace trocar::search
