#include "planning/search/corridor.h"

#include "core/box.h"
#include "planning/access/bone_path.h"
#include "planning/access/pedicle_path.h"
#include "planning/access/screw_bone.h"
#include "planning/findings/rule_text.h"
#include "planning/model/angles.h"
#include "planning/numerics/axes_across.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace trocar::search {
namespace {

constexpr double kStepMm = 0.5;
constexpr double kNothingNearMm = 20.0;  ///< Farther than this makes no difference to a score.
constexpr double kLongestInBoneMm = 180.0;
const double kSteepest = std::sqrt(3.0);  // Of a trilinear distance.

/// The way back from the tip through bone to its surface.
struct InBone {
  Stop stop = Stop::None;
  double entryMm = 0.0;
};

Stop tipStop(const Corridor& corridor, const Candidate& candidate) {
  const double depthMm = -corridor.bone->at(candidate.targetMm);
  if (depthMm <= corridor.radiusMm)
    return Stop::TipOutsideBone;
  for (double aheadMm = depthMm; aheadMm < corridor.limits.boneAheadMm; aheadMm += kStepMm) {
    if (corridor.bone->at(candidate.targetMm + aheadMm * candidate.direction) >= 0.0)
      return Stop::TipOutsideBone;
  }
  const bool inside = corridor.bone->at(candidate.targetMm +
                                        corridor.limits.boneAheadMm * candidate.direction) < 0.0;
  return inside ? Stop::None : Stop::TipOutsideBone;
}

InBone walkBack(const Corridor& corridor, const Candidate& candidate) {
  double shaftOutMm = std::numeric_limits<double>::infinity();
  double backMm = 0.0;
  while (backMm < kLongestInBoneMm) {
    const double insideMm = -corridor.bone->at(candidate.targetMm - backMm * candidate.direction);
    if (insideMm <= 0.0)
      return {Stop::None, backMm};
    const double spareMm = insideMm - corridor.radiusMm;
    if (spareMm < 0.0)
      shaftOutMm = std::min(shaftOutMm, backMm);
    // The shaft may stand out of the bone where it enters, no farther from there than the entry
    // zone.
    if (backMm - shaftOutMm > corridor.limits.entryZoneMm)
      return {Stop::LeavesBone, backMm};
    backMm += std::max(kStepMm, kStepMm * std::floor(spareMm / kSteepest / kStepMm));
  }
  return {Stop::LeavesBone, backMm};
}

/// Least margin in the narrow part of the pedicle, without one between the tip zone and the entry
/// zone, now that the entry is known.
double wallMargin(const Corridor& corridor, const Candidate& candidate, double entryMm) {
  double fromMm = access::kEndsLeftOutMm;
  double toMm = entryMm - corridor.limits.entryZoneMm;
  const Trajectory axis{candidate.targetMm - entryMm * candidate.direction, candidate.targetMm};
  const auto narrow =
      corridor.vertebra
          ? access::narrowPartOf(access::pedicleOf(*corridor.vertebra, corridor.side), axis)
          : std::nullopt;
  if (narrow && entryMm - narrow->endMm < toMm && narrow->beginMm < entryMm - fromMm) {
    fromMm = std::max(fromMm, entryMm - narrow->endMm);
    toMm = std::min(toMm, entryMm - narrow->beginMm);
  }
  double leastMm = std::numeric_limits<double>::infinity();
  for (double backMm = fromMm; backMm <= toMm; backMm += kStepMm)
    leastMm =
        std::min(leastMm, -corridor.bone->at(candidate.targetMm - backMm * candidate.direction));
  return std::isfinite(leastMm) ? leastMm - corridor.radiusMm : 0.0;
}

double incidenceDeg(const Corridor& corridor, const Candidate& candidate, double entryMm) {
  const Vec3 outward =
      corridor.bone->gradientAt(candidate.targetMm - entryMm * candidate.direction);
  if (outward.norm() < 1e-6)
    return 0.0;
  const double cosine = -outward.normalized().dot(candidate.direction);
  return Angle::fromRadians(std::acos(std::clamp(cosine, -1.0, 1.0))).degrees();
}

/// Whether the way goes through the cortex more often than it may.
bool meetsBoneAgain(const Corridor& corridor, const Candidate& candidate, double entryMm) {
  double passes = 1.0;
  bool inside = false;
  double backMm = entryMm + kStepMm;
  while (backMm < entryMm + corridor.limits.followedMm) {
    const double distance = corridor.bone->at(candidate.targetMm - backMm * candidate.direction);
    passes += distance < 0.0 && !inside ? 1.0 : 0.0;
    if (passes > corridor.limits.corticalPasses)
      return true;
    inside = distance < 0.0;
    backMm += std::max(kStepMm, distance / kSteepest);
  }
  return false;
}

Stop orderStop(const Corridor& corridor, const Candidate& candidate, Judgement& judgement) {
  if (!corridor.vertebra)
    return Stop::None;
  const Trajectory axis{candidate.targetMm - 150.0 * candidate.direction, candidate.targetMm};
  const auto rule = access::orderRule(*corridor.vertebra, corridor.side, axis);
  if (!rule)
    return Stop::Order;
  judgement.leadMm = rule->leadMm;
  return rule->passes ? Stop::None : Stop::Order;
}

/// Least clearance of the way to all of `near`. With `verdictOnly` it is exact only where it lies
/// below the limit, and otherwise any value above it.
double clearanceTo(const access::NearStructures& near,
                   const Corridor& corridor,
                   const Candidate& candidate,
                   double lengthMm,
                   double clearanceMm,
                   bool verdictOnly) {
  if (near.fields().empty())
    return kNothingNearMm;
  const ShaftSamples samples(
      {candidate.targetMm - lengthMm * candidate.direction, candidate.targetMm});
  const double limitMm = clearanceMm + corridor.radiusMm;
  double leastMm = kNothingNearMm + corridor.radiusMm;
  for (int sample = samples.count - 1; sample >= 0;) {
    const Vec3 pointMm = samples.pointMm(sample);
    const double farMm = near.atLeast(pointMm) - (verdictOnly ? limitMm : leastMm);
    if (farMm >= samples.stepMm) {
      sample -= static_cast<int>(farMm / samples.stepMm);
      continue;
    }
    const double distance = near.at(pointMm);
    leastMm = std::min(leastMm, distance);
    if (leastMm < limitMm)
      break;
    const double boundMm = verdictOnly ? limitMm : leastMm;
    sample -= std::max(1, static_cast<int>(near.freeWayMm(distance, boundMm) / samples.stepMm));
  }
  return leastMm - corridor.radiusMm;
}

/// The box of all the ways, `marginMm` wider.
Box boxOf(const std::vector<Candidate>& candidates, double lengthMm, double marginMm) {
  std::vector<Vec3> endsMm;
  for (const Candidate& candidate : candidates) {
    endsMm.push_back(candidate.targetMm);
    endsMm.emplace_back(candidate.targetMm - lengthMm * candidate.direction);
  }
  return boxAround(endsMm, marginMm);
}

Stop boneStop(const Corridor& corridor, const Candidate& candidate, Judgement& judgement) {
  if (!corridor.bone || !corridor.staysInBone)
    return Stop::None;
  if (const Stop stop = tipStop(corridor, candidate); stop != Stop::None)
    return stop;
  const InBone walk = walkBack(corridor, candidate);
  if (walk.stop != Stop::None)
    return walk.stop;
  judgement.boneEntryMm = walk.entryMm;
  if (walk.entryMm < corridor.limits.leastInBoneMm)
    return Stop::TooShort;
  return meetsBoneAgain(corridor, candidate, walk.entryMm) ? Stop::SecondPass : Stop::None;
}

/// Whether the shaft goes at least 3 mm through the bone that it must cross, whose cortex alone is
/// thinner [estimated].
bool crossesThrough(const Corridor& corridor, const Candidate& candidate, double lengthMm) {
  constexpr double kLeastMm = 3.0;
  double insideMm = 0.0;
  for (double backMm = 0.0; backMm <= lengthMm && insideMm < kLeastMm; backMm += kStepMm) {
    if (corridor.through->at(candidate.targetMm - backMm * candidate.direction) < 0.0)
      insideMm += kStepMm;
  }
  return insideMm >= kLeastMm;
}

/// Circles about `axis` that stand for the surface of a room.
struct Rim {
  Vec3 middleMm;
  double radiusMm;
};

bool isInBone(const DistanceField& bone, const Rim& rim, const Vec3& axis) {
  constexpr int kAround = 16;
  constexpr double kSpareMm = 0.5;  // For what lies between the points that are asked.
  const numerics::AxesAcross across(axis);
  for (int i = 0; i < kAround; ++i) {
    const Vec3 pointMm =
        rim.middleMm + rim.radiusMm * across.at(2.0 * std::numbers::pi * i / kAround);
    if (bone.at(pointMm) >= -kSpareMm)
      return false;
  }
  return true;
}

/// Whether top, middle and bottom of a room lie in bone.
bool roomInBone(const Corridor& corridor, const Candidate& candidate) {
  const DeviceRoom& room = *corridor.room;
  const bool upright = room.shape == DeviceRoom::Shape::Cylinder;
  const Vec3 up = corridor.vertebra ? corridor.vertebra->frame.superior : Vec3(Vec3::UnitZ());
  const Vec3 axis = upright ? up : candidate.direction;
  const Vec3 middleMm = candidate.targetMm - (upright ? 0.0 : 0.5 * room.lengthMm) * axis;
  for (const double share : {-0.5, -0.25, 0.0, 0.25, 0.5}) {
    const double alongMm = (upright ? 1.0 : 0.7) * share * room.lengthMm;
    const double roundness = upright ? 1.0 : std::sqrt(1.0 - 0.49 * 4.0 * share * share);
    if (!isInBone(*corridor.bone, {middleMm + alongMm * axis, roundness * room.radiusMm}, axis))
      return false;
  }
  return true;
}

/// Whether the axis runs through the middle of the pedicle that it should pass: within 0.6 of its
/// half width and height at the isthmus [estimated: the wall itself is often grazed].
bool runsThroughPedicle(const Corridor& corridor, const Candidate& candidate) {
  constexpr double kMiddle = 0.6;
  const anatomy::PedicleAnatomy& pedicle = access::pedicleOf(*corridor.vertebra, corridor.side);
  const anatomy::PedicleSection* isthmus = access::isthmusOf(pedicle);
  const double along = candidate.direction.dot(pedicle.axis);
  if (!isthmus || std::abs(along) < 1e-3)
    return false;
  const double wayMm = (isthmus->centreMm - candidate.targetMm).dot(pedicle.axis) / along;
  const Vec3 off = candidate.targetMm + wayMm * candidate.direction - isthmus->centreMm;
  const auto share = [&](const Vec3& across) { return off.dot(across) / across.squaredNorm(); };
  return std::hypot(share(0.5 * (isthmus->lateralMm - isthmus->medialMm)),
                    share(0.5 * (isthmus->superiorMm - isthmus->inferiorMm))) < kMiddle;
}

/// Against the sagittal plane of the patient or of the vertebra, whichever is more.
double obliqueDeg(const Corridor& corridor, const Candidate& candidate) {
  const double tableDeg = std::abs(needleAngles(candidate.direction, corridor.side).axialDeg);
  return !corridor.vertebra
             ? tableDeg
             : std::max(tableDeg,
                        std::abs(needleAngles(
                                     candidate.direction, corridor.side, corridor.vertebra->frame)
                                     .axialDeg));
}

int departuresOf(const Corridor& corridor, const Candidate& candidate, const Judgement& judgement) {
  int sum = 0;
  const double mayCutMm = ruleLimit("needle-crosses-bone");
  if (clearanceTo(corridor.others,
                  corridor,
                  candidate,
                  judgement.boneEntryMm + corridor.limits.followedMm,
                  -mayCutMm,
                  true) < -mayCutMm)
    sum += OtherBone;
  if (corridor.room && corridor.bone && !roomInBone(corridor, candidate))
    sum += RoomOutside;
  if (judgement.criticalMm < corridor.limits.usualClearanceMm)
    sum += Near;
  if (obliqueDeg(corridor, candidate) > corridor.limits.usualObliqueDeg)
    sum += Oblique;
  const Vec3 entersMm = candidate.targetMm - judgement.boneEntryMm * candidate.direction;
  if (corridor.entryMm && (entersMm - *corridor.entryMm).norm() > corridor.entryWithinMm)
    sum += Elsewhere;
  if (corridor.pastPedicle && runsThroughPedicle(corridor, candidate))
    sum += ThroughPedicle;
  return sum;
}

/// Everything but the margins to the bone.
Stop firstStop(const Corridor& corridor,
               const Candidate& candidate,
               Judgement& judgement,
               bool verdictOnly) {
  const double steep =
      Angle::fromRadians(std::asin(std::clamp(candidate.direction.z(), -1.0, 1.0))).degrees();
  if (std::abs(steep) > corridor.limits.steepestDeg)
    return Stop::TooSteep;
  if (const Stop stop = orderStop(corridor, candidate, judgement); stop != Stop::None)
    return stop;
  if (const Stop stop = boneStop(corridor, candidate, judgement); stop != Stop::None)
    return stop;
  const double lengthMm = judgement.boneEntryMm + corridor.limits.followedMm;
  if (corridor.through && !crossesThrough(corridor, candidate, lengthMm))
    return Stop::PassesBy;
  judgement.criticalMm = clearanceTo(
      corridor.critical, corridor, candidate, lengthMm, corridor.limits.clearanceMm, verdictOnly);
  return judgement.criticalMm < corridor.limits.clearanceMm ? Stop::Critical : Stop::None;
}

}  // namespace

std::string_view explain(Stop stop) {
  constexpr std::array<std::string_view, kStops> kWords = {
      "kept every constraint",
      "the tip would not rest in bone with enough of it ahead",
      "the shaft would leave the bone",
      "the path would enter the bone twice",
      "the tip would cross the medial pedicle wall before the posterior wall of the body",
      "the shaft would come too near to a critical structure",
      "the path would be too steep",
      "the path would miss the bone that this approach goes through",
      "the way in bone would be too short",
  };
  return kWords.at(static_cast<std::size_t>(stop));
}

void addNear(const CaseModel& model,
             Approach approach,
             const std::vector<Candidate>& candidates,
             Corridor& corridor,
             const std::optional<Vec3>& exceptMm) {
  constexpr double kLongestMm = 140.0;
  if (candidates.empty())
    return;
  const access::ApproachRecord& record = access::recordOf(approach);
  const Box ways = boxOf(candidates, kLongestMm, kNothingNearMm);
  std::vector<const DistanceField*> critical;
  std::vector<const DistanceField*> bones;
  for (const Structure& structure : model.patient().structures) {
    const Box* box =
        isCritical(structure.role) || isBone(structure.role) ? model.boxOf(structure.id) : nullptr;
    const bool endsIn = !record.crosses.empty() && record.bone == structure.role;
    if (!box || !meet(*box, ways) || endsIn || access::crossesOnPurpose(approach, structure.role))
      continue;
    const DistanceField& field = model.fields().of(structure.id);
    if (&field == corridor.bone || (exceptMm && field.at(*exceptMm) < 0.0))
      continue;
    (isBone(structure.role) ? bones : critical).push_back(&field);
  }
  corridor.critical = access::NearStructures(std::move(critical), ways);
  corridor.others = access::NearStructures(std::move(bones), ways);
}

Judgement judge(const Corridor& corridor, const Candidate& candidate) {
  Judgement judgement;
  judgement.stop = firstStop(corridor, candidate, judgement, false);
  if (judgement.stop == Stop::None)
    judgement.departures = departuresOf(corridor, candidate, judgement);
  if (judgement.stop != Stop::None || !corridor.bone || !corridor.staysInBone)
    return judgement;
  judgement.incidenceDeg = incidenceDeg(corridor, candidate, judgement.boneEntryMm);
  judgement.wallMarginMm = wallMargin(corridor, candidate, judgement.boneEntryMm);
  return judgement;
}

bool accepts(const Corridor& corridor, const Candidate& candidate) {
  Judgement judgement;
  return firstStop(corridor, candidate, judgement, true) == Stop::None;
}

}  // namespace trocar::search
