#pragma once

#include "core/progress.h"
#include "planning/model/case_model.h"
#include "planning/plan/needle.h"
#include "planning/plan/plan.h"
#include "planning/search/suggest.h"

#include <optional>
#include <string>
#include <vector>

namespace trocar::ablation {

/// Ways along which a probe may reach a lesion.
struct CandidateRequest {
  std::string lesion;
  std::vector<std::string> shelf;  ///< Instruments.
  std::vector<Approach> approaches;
  std::optional<Side> side;
  int tips = 24;  ///< Places within and just beyond the lesion that are tried as the tip's.
};

/// Needles that keep the hard rules of access (planning/access), each with its tip at one of the
/// places; distinct, in a fixed order.
struct ProbeCandidates {
  std::vector<Needle> needles;  ///< Empty where nothing reaches the lesion.
  search::Forbidden most;       ///< Of all ways to places that none reaches.
};
ProbeCandidates probeCandidates(const CaseModel& model,
                                const Plan& plan,
                                const CandidateRequest& request,
                                const Progress& progress = {});

/// At most `count` of the points, each as far as possible from those before it; the first is the
/// one nearest to their middle.
std::vector<Vec3> spreadPoints(const std::vector<Vec3>& pointsMm, int count);

}  // namespace trocar::ablation
