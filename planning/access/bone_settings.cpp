#include "core/error.h"
#include "planning/access/candidates.h"
#include "planning/access/lesion_target.h"
#include "planning/access/proposal.h"
#include "planning/access/rule_text.h"
#include "planning/angles.h"
#include "planning/instrument.h"

#include <algorithm>
#include <cmath>

namespace trocar {
namespace {

constexpr int kDirections = 1500;

/// Where the needles of an approach come from, for the patient's left; x is mirrored for the right.
struct Course {
  Approach approach;
  Role bone;
  Vec3 direction;
  double coneDeg;
  bool staysInBone;
};

const std::vector<Course>& courses() {
  static const std::vector<Course> table = {
      {Approach::SacralLongAxis, Role::Sacrum, {0.0, -0.6, 0.8}, 30.0, true},
      {Approach::SacralShortAxis, Role::Sacrum, {0.0, -1.0, 0.0}, 30.0, true},
      {Approach::Transiliac, Role::Sacrum, {-0.95, -0.3, 0.0}, 30.0, false},
      // Clin Radiol 2020;75:964.e7: 34.2 degrees to the sagittal and 31.5 to the axial plane.
      {Approach::AcetabularAnterior, Role::Hip, {-0.562, 0.641, -0.522}, 15.0, true},
      {Approach::AcetabularPosterolateral, Role::Hip, {-0.7, -0.7, 0.0}, 35.0, true},
      {Approach::Iliac, Role::Hip, {-0.5, -0.5, 0.0}, 110.0, true},
      {Approach::Ramus, Role::Hip, {-0.5, 0.5, 0.0}, 180.0, true},
      {Approach::Free, Role::Other, {0.0, -1.0, 0.0}, 100.0, false},
  };
  return table;
}

const Course& courseOf(Approach approach) {
  return *std::find_if(
      courses().begin(), courses().end(), [&](const Course& c) { return c.approach == approach; });
}

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
                         const Course& course,
                         Side side) {
  if (const Structure* named = model.patient().find(request.structure);
      named && isBone(named->role))
    return named;
  if (course.bone == Role::Other)
    return nullptr;
  for (const Structure* bone : model.patient().withRole(course.bone)) {
    if (onSide(*bone, side))
      return bone;
  }
  return nullptr;
}

/// Middle of the head of the femur: of its upper third, the medial fifth.
std::optional<Vec3> femoralHeadMm(const CaseModel& model, Side side) {
  for (const Structure* femur : model.patient().withRole(Role::Femur)) {
    const auto box = boundsOf(model.patient(), *femur);
    if (!onSide(*femur, side) || !box)
      continue;
    const double medialX = side == Side::Left ? box->lowMm.x() : box->highMm.x();
    const double topZ = box->highMm.z();
    return innermostMm(model.fields().of(femur->id), [&](const Vec3& p) {
      return std::abs(p.x() - medialX) < 40.0 && topZ - p.z() < 50.0;
    });
  }
  return std::nullopt;
}

/// The part of the bone in which the approach's default target lies.
bool inDefaultRegion(
    Approach approach, const Box& box, const std::optional<Vec3>& head, Side side, const Vec3& p) {
  const Vec3 share = (p - box.lowMm).cwiseQuotient(box.highMm - box.lowMm);
  const double outward = side == Side::Left ? share.x() : 1.0 - share.x();
  switch (approach) {
    case Approach::SacralLongAxis:
    case Approach::SacralShortAxis:
    case Approach::Transiliac:
      return outward > 0.64 && outward < 0.86 && share.z() > 0.6 && share.z() < 0.9;
    case Approach::AcetabularAnterior:
      return !head || (p.y() > head->y() + 10.0 && std::abs(p.z() - head->z()) < 20.0);
    case Approach::AcetabularPosterolateral:
      return !head ||
             (p.z() > head->z() + 15.0 && p.z() < head->z() + 50.0 && p.y() > head->y() - 15.0);
    case Approach::Iliac:
      return share.z() > 0.5;
    case Approach::Ramus:
      return share.z() < 0.35;
    default:
      return true;
  }
}

/// Whatever aims first: a point, a lesion, the structure itself if it is one, the approach's
/// default.
Vec3 targetFor(const CaseModel& model,
               const SuggestRequest& request,
               const Aim& aim,
               const Structure* bone,
               Side side) {
  if (aim.pointMm)
    return *aim.pointMm;
  if (aim.lesion)
    return lesionCoreMm(model, *aim.lesion);
  const Structure* named = model.patient().find(request.structure);
  if (named && !isBone(named->role))
    return lesionCoreMm(model, *named);
  const auto box = bone ? boundsOf(model.patient(), *bone) : std::nullopt;
  if (!box)
    throw Error("say where the needle shall go: --target X,Y,Z or --structure ID");
  const auto head = femoralHeadMm(model, side);
  const auto target = innermostMm(model.fields().of(bone->id), [&](const Vec3& p) {
    return inDefaultRegion(request.approach, *box, head, side, p);
  });
  if (!target)
    throw Error("'" + bone->id +
                "' has no place for the default target of this approach; give --target X,Y,Z");
  return *target;
}

/// Where the needle heads. A free one comes from above, not through the table.
Vec3 headingOf(const Course& course, Side side, PatientPosition position) {
  if (course.approach == Approach::Free)
    return -upwards(position).value_or(-course.direction);
  return {course.direction.x() * sideSign(side), course.direction.y(), course.direction.z()};
}

Setting boneSetting(const CaseModel& model,
                    const Plan& plan,
                    const SuggestRequest& request,
                    const Aim& aim,
                    Side side) {
  const Course& course = courseOf(request.approach);
  const Structure* bone = boneFor(model, request, course, side);
  if (!bone && course.bone != Role::Other)
    throw Error("the case has no " + std::string(toString(course.bone)) +
                " for this approach; import one");
  Setting setting;
  setting.approach = request.approach;
  setting.side = side;
  setting.wishes.idealTargetMm = targetFor(model, request, aim, bone, side);
  setting.wishes.targetGiven = true;
  setting.instruments = request.shelf.empty()
                            ? std::vector<std::string>{"bone-needle-11g", "bone-needle-11g-150"}
                            : request.shelf;
  setting.corridor.bone = bone ? &model.fields().of(bone->id) : nullptr;
  setting.corridor.radiusMm = 0.5 * findInstrument(setting.instruments.front()).outerDiameterMm;
  setting.corridor.criticalLimitMm = ruleLimit("needle-near");
  setting.corridor.staysInBone = course.staysInBone;
  setting.corridor.entryZoneMm = 6.0;
  setting.corridor.softTissueMm = 100.0;
  // Nothing else holds a free needle back from going along the spine, from body to body.
  setting.corridor.steepestCraniocaudalDeg = request.approach == Approach::Free ? 60.0 : 90.0;
  setting.candidates = coneCandidates(pointTarget(setting.wishes.idealTargetMm),
                                      headingOf(course, side, plan.procedurePosition),
                                      Angle::fromDegrees(course.coneDeg),
                                      kDirections);
  const bool free = request.approach == Approach::Free;
  addCritical(model,
              setting.candidates,
              setting.corridor,
              free ? std::optional<Vec3>(setting.wishes.idealTargetMm) : std::nullopt);
  if (free)
    setting.side = request.side;
  return setting;
}

/// A sacrum has both sides: a target beyond its middle is not reached from this one.
bool aimsAcross(const CaseModel& model, const Course& course, const Setting& setting) {
  constexpr double kMiddleMm = 5.0;
  const std::vector<const Structure*> sacra = model.patient().withRole(Role::Sacrum);
  const Box* box = sacra.empty() ? nullptr : model.boxOf(sacra.front()->id);
  if (course.bone != Role::Sacrum || !box || !setting.side)
    return false;
  const double fromMiddleMm =
      setting.wishes.idealTargetMm.x() - 0.5 * (box->lowMm.x() + box->highMm.x());
  return sideSign(*setting.side) * fromMiddleMm < -kMiddleMm;
}

}  // namespace

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
  for (const Side side : sides.empty() ? std::vector<Side>{Side::Left, Side::Right} : sides)
    settings.push_back(boneSetting(model, plan, request, aim, side));
  if (!request.side)
    std::erase_if(settings, [&](const Setting& setting) {
      return aimsAcross(model, courseOf(request.approach), setting);
    });
  return settings;
}

}  // namespace trocar
