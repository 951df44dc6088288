#pragma once

#include "planning/access/approach_record.h"
#include "planning/access/pedicle_path.h"
#include "planning/plan/trajectory.h"

#include <functional>
#include <vector>

namespace trocar::fixation {

/// The end of a corridor that a screw is looked for through: a disc across the way.
struct CorridorEnd {
  Vec3 centreMm = Vec3::Zero();
  double spreadMm = 0.0;
};

/// A straight way through bone that is wanted as wide as possible.
struct CorridorProblem {
  access::BoneDistance bone;      ///< Signed distance to the cortex.
  access::BoneDistance critical;  ///< To whatever must be spared; empty where there is nothing.
  access::BoneDistance headBone;  ///< That the head must rest on, and the tip in; empty for any.
  access::BoneDistance tipBone;
  CorridorEnd head;
  CorridorEnd tip;
  /// The way ends at the disc of the tip; otherwise it goes on to the far cortex.
  bool endsAtTip = false;
  access::SearchLimits limits;   ///< Of the approach.
  double radiusMm = 3.65;        ///< Of the thread, for the oblique part of the entry.
  double neededMm = 40.0;        ///< Length in bone below which a way is no corridor.
  double usefulRadiusMm = 12.0;  ///< Wider is not better; then the longer way is.
};

/// A way that was found. `axis` begins on the first cortex and ends where a tip may come to rest.
struct FoundCorridor {
  Trajectory axis;
  double clearRadiusMm = 0.0;  ///< From the axis to cortex or to what must be spared.
  Vec3 narrowestMm = Vec3::Zero();
};

/// Measures one line through two points; nullopt where it is no way through the bone.
std::optional<FoundCorridor> corridorAlong(const CorridorProblem& problem,
                                           const Vec3& headMm,
                                           const Vec3& tipMm);

/// The widest ways, best first, distinct by more than 5 mm or 5 degrees: every pair of points on a
/// 5 mm lattice of the two discs, the best of them improved to 0.1 mm. Deterministic.
std::vector<FoundCorridor> widestCorridors(const CorridorProblem& problem, std::size_t count);

}  // namespace trocar::fixation
