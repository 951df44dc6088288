#pragma once

#include "planning/access/approach_record.h"
#include "planning/access/near_structures.h"
#include "planning/model/clearance.h"
#include "planning/search/suggest.h"

#include <optional>
#include <string>
#include <vector>

namespace trocar::search {

/// Why a candidate is turned away.
enum class Stop {
  None,
  TipOutsideBone,
  LeavesBone,
  SecondPass,
  Order,
  Critical,
  TooSteep,
  PassesBy,
  TooShort
};
inline constexpr int kStops = 9;
/// Such as "the shaft would leave the bone".
std::string_view explain(Stop stop);

/// A straight way to a target, before its skin is known.
struct Candidate {
  Vec3 targetMm = Vec3::Zero();
  Vec3 direction = -Vec3::UnitY();  ///< Unit, the way the needle runs.
};

/// What a way should not do where others need not, in the order of their weight: fewer and lighter
/// ones go before any score.
enum Departure {
  ThroughPedicle = 1,
  Oblique = 2,
  Elsewhere = 2,
  Near = 4,
  OtherBone = 8,
  RoomOutside = 16
};

/// What the verdict on a candidate measures on the way.
struct Judgement {
  Stop stop = Stop::None;
  double boneEntryMm = 0.0;      ///< From the target back to where the axis enters bone.
  double wallMarginMm = 0.0;     ///< Least way from shaft to cortex, entry zone and tip left out.
  double incidenceDeg = 0.0;     ///< Between the path and the normal of the cortex where it enters.
  double criticalMm = 0.0;       ///< Least clearance to a critical structure.
  std::optional<double> leadMm;  ///< Of the order rule.
  int departures = 0;            ///< Sum of Departure.
};

/// What a search holds candidates against: one bone, the critical structures that a shaft could
/// come near, and the limits of the approach.
struct Corridor {
  const DistanceField* bone = nullptr;     ///< Nullptr for a free needle in soft tissue.
  access::NearStructures critical;         ///< Those within 20 mm of some candidate.
  access::NearStructures others;           ///< Bones near them that the way does not lead through.
  const DistanceField* through = nullptr;  ///< A bone that it must cross before it ends.
  std::optional<DeviceRoom> room;          ///< Whose rim should lie in the bone.
  std::optional<Vec3> entryMm;  ///< Where the way should enter bone, within `entryWithinMm`.
  double entryWithinMm = 0.0;
  double ampleInBoneMm = 0.0;  ///< Way in bone that is ample, where the way follows it; else 0.
  const anatomy::VertebraAnatomy* vertebra = nullptr;  ///< With a side, for the order rule.
  Side side = Side::Left;
  double radiusMm = 1.5;
  access::SearchLimits limits;
  bool staysInBone = true;   ///< From the entry zone to the tip; off for a free needle.
  bool pastPedicle = false;  ///< The way should not run through the pedicle.
};

/// Gives the corridor the critical structures that come within 20 mm of any candidate, but for
/// those that `approach` crosses on purpose and those that hold `exceptMm` if it is given: a nerve
/// that is itself the target. Likewise the bones that are not its own.
void addNear(const CaseModel& model,
             Approach approach,
             const std::vector<Candidate>& candidates,
             Corridor& corridor,
             const std::optional<Vec3>& exceptMm = {});

/// Judges one candidate: the first hard constraint that it breaks, else its margins.
Judgement judge(const Corridor& corridor, const Candidate& candidate);
/// Accept or reject alone, as `judge` would; stops at the first reason.
bool accepts(const Corridor& corridor, const Candidate& candidate);

}  // namespace trocar::search
