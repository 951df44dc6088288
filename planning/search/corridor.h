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
enum class Stop { None, TipOutsideBone, LeavesBone, SecondPass, Order, Critical, TooSteep };
inline constexpr int kStops = 7;
/// Such as "the shaft would leave the bone".
std::string_view explain(Stop stop);

/// A straight way to a target, before its skin is known.
struct Candidate {
  Vec3 targetMm = Vec3::Zero();
  Vec3 direction = -Vec3::UnitY();  ///< Unit, the way the needle runs.
};

/// What the verdict on a candidate measures on the way.
struct Judgement {
  Stop stop = Stop::None;
  double boneEntryMm = 0.0;      ///< From the target back to where the axis enters bone.
  double wallMarginMm = 0.0;     ///< Least way from shaft to cortex, entry zone and tip left out.
  double incidenceDeg = 0.0;     ///< Between the path and the normal of the cortex where it enters.
  double criticalMm = 0.0;       ///< Least clearance to a critical structure.
  std::optional<double> leadMm;  ///< Of the order rule.
};

/// What a search holds candidates against: one bone, the critical structures that a shaft could
/// come near, and the limits of the approach.
struct Corridor {
  const DistanceField* bone = nullptr;  ///< Nullptr for a free needle in soft tissue.
  access::NearStructures critical;      ///< Those within 20 mm of some candidate.
  const anatomy::VertebraAnatomy* vertebra = nullptr;  ///< With a side, for the order rule.
  Side side = Side::Left;
  double radiusMm = 1.5;
  access::SearchLimits limits;
  bool staysInBone = true;  ///< From the entry zone to the tip; off for a free needle.
};

/// Gives the corridor the critical structures that come within 20 mm of any candidate, but for
/// those that hold `exceptMm` if it is given: a nerve that is itself the target.
void addCritical(const CaseModel& model,
                 const std::vector<Candidate>& candidates,
                 Corridor& corridor,
                 const std::optional<Vec3>& exceptMm = {});

/// Judges one candidate: the first hard constraint that it breaks, else its margins.
Judgement judge(const Corridor& corridor, const Candidate& candidate);
/// Accept or reject alone, as `judge` would; stops at the first reason.
bool accepts(const Corridor& corridor, const Candidate& candidate);

}  // namespace trocar::search
