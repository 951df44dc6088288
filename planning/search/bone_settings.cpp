#include "core/box.h"
#include "core/error.h"
#include "planning/access/screw_bone.h"
#include "planning/findings/rule_text.h"
#include "planning/model/angles.h"
#include "planning/plan/instrument.h"
#include "planning/search/bone_targets.h"
#include "planning/search/candidates.h"
#include "planning/search/lesion_target.h"
#include "planning/search/proposal.h"

#include <algorithm>
#include <cmath>

namespace trocar::search {
namespace {

constexpr int kDirections = 1500;  ///< To one target.
constexpr int kWays = 16000;       ///< To all targets of a zone.

double sideSign(Side side) {
  return side == Side::Left ? 1.0 : -1.0;
}

bool onSide(const Structure& structure, Side side) {
  const std::string word(toString(side));
  const std::string& id = structure.id;
  return id.size() <= word.size() || id.compare(id.size() - word.size(), word.size(), word) == 0 ||
         structure.role == Role::Sacrum;
}

/// The bone that the request names or the approach works in.
const Structure* boneFor(const CaseModel& model,
                         const SuggestRequest& request,
                         const std::optional<Role>& role,
                         Side side) {
  if (const Structure* named = model.patient().find(request.structure);
      named && isBone(named->role))
    return named;
  if (!role)
    return nullptr;
  for (const Structure* bone : model.patient().withRole(*role)) {
    if (onSide(*bone, side))
      return bone;
  }
  return nullptr;
}

/// Of the measured femur of a side.
std::optional<Vec3> femoralHeadMm(const CaseModel& model, Side side) {
  for (const anatomy::FemurAnatomy& femur : model.pelvis().femurs) {
    if (femur.side == side && femur.head.radiusMm > 0.0)
      return femur.head.centreMm;
  }
  return std::nullopt;
}

/// The axes that a bone's regions and courses are given in: of the pelvis for its bones, so that
/// they turn with it; else of the patient.
anatomy::VertebraFrame axesFor(const CaseModel& model, const std::optional<Role>& bone) {
  const bool pelvic = bone && (*bone == Role::Sacrum || *bone == Role::Hip || *bone == Role::Femur);
  return pelvic ? model.pelvis().frame : anatomy::VertebraFrame();
}

Vec3 inAxes(const anatomy::VertebraFrame& axes, const Vec3& v) {
  return {v.dot(axes.left), v.dot(axes.posterior), v.dot(axes.superior)};
}

/// The box of a bone in other axes than the patient's.
Box boxIn(const anatomy::VertebraFrame& axes, const DistanceField& bone) {
  const Image<float>& image = bone.image();
  std::vector<Vec3> insideMm;
  for (std::size_t at = 0; at < image.voxels().size(); ++at) {
    if (image.voxels()[at] < 0.0F)
      insideMm.push_back(inAxes(axes, image.grid().voxelToPatient(image.grid().voxelAt(at))));
  }
  return boxAround(insideMm);
}

bool inShares(const access::BoneAim& aim, const Box& box, Side side, const Vec3& p) {
  const Vec3 share = (p - box.lowMm).cwiseQuotient(box.highMm - box.lowMm);
  const double outward = side == Side::Left ? share.x() : 1.0 - share.x();
  return aim.outward.holds(outward) && aim.back.holds(share.y()) && aim.up.holds(share.z());
}

/// Whether a point lies where the approach's default target does; all in the same axes.
bool inDefaultRegion(const access::BoneAim& aim,
                     const Box& box,
                     const std::optional<Vec3>& headMm,
                     Side side,
                     const Vec3& p) {
  if (!aim.fromFemoralHead)
    return inShares(aim, box, side, p);
  return !headMm || (aim.back.holds(p.y(), headMm->y()) && aim.up.holds(p.z(), headMm->z()));
}

/// Whether the needle shall end in a nerve.
bool isNerve(const CaseModel& model, const SuggestRequest& request) {
  const Structure* named = model.patient().find(request.structure);
  return named && named->role == Role::Nerve;
}

/// Whatever aims first: a point, a lesion, the structure itself if it is one, the approach's
/// default.
TargetZone zoneFor(const CaseModel& model,
                   const SuggestRequest& request,
                   const Aim& aim,
                   const Structure* bone,
                   Side side) {
  if (aim.pointMm)
    return pointTarget(*aim.pointMm);
  if (aim.lesion)
    return pointTarget(lesionCoreMm(model, *aim.lesion));
  const Structure* named = model.patient().find(request.structure);
  if (isNerve(model, request)) {
    TargetZone zone = alongMiddle(model.fields().of(named->id));
    if (!zone.pointsMm.empty())
      return zone;
  }
  if (named && !isBone(named->role))
    return pointTarget(lesionCoreMm(model, *named));
  if (!bone)
    throw Error("say where the needle shall go: --target X,Y,Z or --structure ID");
  const DistanceField& field = model.fields().of(bone->id);
  const anatomy::VertebraFrame axes = axesFor(model, bone->role);
  const Box box = boxIn(axes, field);
  const access::BoneAim& region = access::recordOf(request.approach).boneAim;
  auto headMm = region.fromFemoralHead ? femoralHeadMm(model, side) : std::nullopt;
  if (headMm)
    headMm = inAxes(axes, *headMm);
  auto zone = innerZone(field, [&](const Vec3& p) {
    return inDefaultRegion(region, box, headMm, side, inAxes(axes, p));
  });
  if (!zone)
    throw Error("'" + bone->id +
                "' has no place for the default target of this approach; give --target X,Y,Z");
  return *std::move(zone);
}

/// Where the needle heads, in the axes of its bone. A free one comes from above, not through the
/// table.
Vec3 headingOf(const access::ApproachCourse& course,
               const anatomy::VertebraFrame& axes,
               Side side,
               PatientPosition position) {
  if (course.fromAbove)
    return -upwards(position).value_or(-course.direction);
  return sideSign(side) * course.direction.x() * axes.left + course.direction.y() * axes.posterior +
         course.direction.z() * axes.superior;
}

/// How far off its heading a needle may come: from above, no farther than the judge allows.
Angle coneOf(const access::ApproachCourse& course) {
  const double levelDeg = 90.0 + ruleLimit("entry-from-below");
  return Angle::fromDegrees(course.fromAbove ? std::min(course.withinDeg, levelDeg)
                                             : course.withinDeg);
}

/// The bone that a way runs in and what it must cross on its way there.
void lay(const CaseModel& model, const Structure* bone, Side side, Setting& setting) {
  const access::ApproachRecord& record = access::recordOf(setting.approach);
  Corridor& corridor = setting.corridor;
  corridor.side = side;
  corridor.limits = record.limits;
  corridor.staysInBone = record.course->staysInBone;
  corridor.ampleInBoneMm = record.course->ampleInBoneMm;
  corridor.bone = bone ? &model.fields().of(bone->id) : nullptr;
  if (access::crossesOnPurpose(setting.approach, Role::Hip)) {
    const Structure* hip = access::boneOfSide(model.patient(), Role::Hip, side);
    if (!hip || !access::pelvicRing(model))
      throw Error("the case has no hip bone for this approach; import one");
    corridor.through = &model.fields().of(hip->id);
    corridor.bone = access::pelvicRing(model);
  }
}

/// Ways of a course to a zone, from its entry if it has one, else in its cone.
std::vector<Candidate> waysTo(const CaseModel& model,
                              const TargetZone& zone,
                              Side side,
                              PatientPosition position,
                              Setting& setting) {
  const access::ApproachRecord& record = access::recordOf(setting.approach);
  const int each = std::clamp(kWays / static_cast<int>(zone.pointsMm.size()), 1, kDirections);
  const Vec3 heading = headingOf(*record.course, axesFor(model, record.bone), side, position);
  std::vector<Candidate> ways = coneCandidates(zone, heading, coneOf(*record.course), each, side);
  if (!record.entryAim || !setting.corridor.bone)
    return ways;
  setting.corridor.entryMm = entryPointMm(model, *record.entryAim, side);
  setting.corridor.entryWithinMm = record.entryAim->withinMm;
  if (setting.corridor.entryMm) {
    const auto entering = entryCandidates(
        *setting.corridor.bone, *setting.corridor.entryMm, record.entryAim->withinMm, zone);
    ways.insert(ways.end(), entering.begin(), entering.end());
  }
  return ways;
}

/// A sacrum has both sides: a target beyond its middle is not reached from this one.
bool aimsAcross(const CaseModel& model, const Setting& setting) {
  constexpr double kMiddleMm = 5.0;
  const std::vector<const Structure*> sacra = model.patient().withRole(Role::Sacrum);
  const Box* box = sacra.empty() ? nullptr : model.boxOf(sacra.front()->id);
  if (access::recordOf(setting.approach).bone != Role::Sacrum || !box || !setting.side)
    return false;
  const double fromMiddleMm =
      setting.wishes.idealTargetMm.x() - 0.5 * (box->lowMm.x() + box->highMm.x());
  return sideSign(*setting.side) * fromMiddleMm < -kMiddleMm;
}

}  // namespace

bool aimsAt(const CaseModel& model, Approach approach, const std::string& lesionId) {
  const access::ApproachRecord& record = access::recordOf(approach);
  const Structure* lesion = model.patient().find(lesionId);
  if (!lesion || !record.course || !record.bone)
    return false;
  const Vec3 coreMm = lesionCoreMm(model, *lesion);
  const Structure* bone = model.boneAt(coreMm);
  const auto box = bone ? boundsOf(model.patient(), *bone) : std::nullopt;
  if (!box || bone->role != *record.bone)
    return false;
  for (const Side side : {Side::Left, Side::Right}) {
    if (!onSide(*bone, side))
      continue;
    const auto headMm = record.boneAim.fromFemoralHead ? femoralHeadMm(model, side) : std::nullopt;
    if (inDefaultRegion(record.boneAim, *box, headMm, side, coreMm))
      return true;
  }
  return false;
}

Setting boneSetting(const CaseModel& model,
                    const Plan& plan,
                    const SuggestRequest& request,
                    const Aim& aim,
                    Side side,
                    const Gauge& gauge) {
  const access::ApproachRecord& record = access::recordOf(request.approach);
  const Structure* bone = boneFor(model, request, record.bone, side);
  if (!bone && record.bone)
    throw Error("the case has no " + std::string(toString(*record.bone)) +
                " for this approach; import one");
  const TargetZone zone = zoneFor(model, request, aim, bone, side);
  Setting setting;
  setting.approach = request.approach;
  setting.side = side;
  setting.searchedSide = side;
  setting.wishes.idealTargetMm = zone.idealMm;
  setting.wishes.targetGiven = zone.pointsMm.size() == 1 || isNerve(model, request);
  setting.instruments = gauge.instruments;
  setting.corridor.radiusMm = 0.5 * gauge.diameterMm;
  lay(model, bone, side, setting);
  if (isNerve(model, request)) {
    // A root lies between canal and pleura, as the way past a pedicle does: the same is wanted.
    access::SearchLimits& limits = setting.corridor.limits;
    limits.usualClearanceMm = limits.clearanceMm;
    limits.clearanceMm = access::recordOf(Approach::Parapedicular).limits.clearanceMm;
  }
  setting.candidates = waysTo(model, zone, side, plan.procedurePosition, setting);
  const bool free = request.approach == Approach::Free;
  addNear(model,
          request.approach,
          setting.candidates,
          setting.corridor,
          free ? std::optional<Vec3>(setting.wishes.idealTargetMm) : std::nullopt);
  if (free)
    setting.side = request.side;
  return setting;
}

std::vector<Setting> boneSettings(const CaseModel& model,
                                  const Plan& plan,
                                  const SuggestRequest& request,
                                  const Aim& aim) {
  std::vector<Side> sides = {Side::Left, Side::Right};
  const Structure* named = model.patient().find(request.structure);
  if (request.side)
    sides = {*request.side};
  else if (request.approach == Approach::Free)
    sides = {Side::Left};
  else if (named && named->role != Role::Sacrum)
    std::erase_if(sides, [&](Side side) { return !onSide(*named, side); });
  std::vector<Setting> settings;
  const Gauge gauge = gaugesOf(request.shelf).front();
  for (const Side side : sides.empty() ? std::vector<Side>{Side::Left, Side::Right} : sides)
    settings.push_back(boneSetting(model, plan, request, aim, side, gauge));
  if (!request.side)
    std::erase_if(settings, [&](const Setting& setting) { return aimsAcross(model, setting); });
  return settings;
}

}  // namespace trocar::search
