#include "planning/access/approach_record.h"
#include "planning/access/lesion_bones.h"
#include "planning/access/rules.h"
#include "planning/access/screw_bone.h"
#include "planning/findings/rule_text.h"
#include "planning/words/names.h"

#include <algorithm>
#include <limits>

namespace trocar::access {
namespace {

using Severity = Finding::Severity;

constexpr double kSpecimenMm = 10.0;  ///< Behind the tip of a biopsy needle.

std::string boneWords(Role role) {
  const std::string kind = words::boneKind(role);
  return kind.empty() ? "a bone of its own kind" : kind;
}

/// Whether a needle of this approach may have its tip in a bone of such a role.
bool mayEndIn(Approach approach, Role role) {
  return recordOf(approach).bone == role || crossesOnPurpose(approach, role) ||
         (crossesSacroiliacJoint(approach) && (role == Role::Hip || role == Role::Sacrum));
}

bool meetsBoneOf(const NeedleView& view, Role role) {
  return std::any_of(
      view.numbers.crossedBones.begin(), view.numbers.crossedBones.end(), [&](const auto& id) {
        const Structure* bone = view.model.patient().find(id);
        return bone && bone->role == role;
      });
}

/// The hip bone or femur of the side that was entered, where the tip lies in the other one.
const Structure* sideMissed(const NeedleView& view, const Structure& bone) {
  if (!view.needle.side || crossesSacroiliacJoint(view.needle.approach))
    return nullptr;
  const Structure* meant = boneOfSide(view.model.patient(), bone.role, *view.needle.side);
  return meant && meant->id != bone.id ? meant : nullptr;
}

Finding otherBone(const NeedleView& view, const std::string& where) {
  const ApproachRecord& record = recordOf(view.needle.approach);
  Finding finding = about(
      view,
      "approach-other-bone",
      Severity::Danger,
      "the approach " + record.name + " works in " + boneWords(*record.bone) + "; " + where + ".");
  finding.atMm = view.needle.trajectory.target;
  return finding;
}

/// The part of a needle that must come to a lesion: of a probe what heats or cools, of a biopsy its
/// specimen, of another its tip.
struct WorkingPart {
  double fromMm = 0.0;  ///< Behind the tip.
  double toMm = 0.0;
};

WorkingPart workingPartOf(const NeedleView& view) {
  if (view.needle.purpose == Purpose::Biopsy)
    return {0.0, kSpecimenMm};
  if (view.needle.purpose != Purpose::Probe)
    return {};
  const double fromMm = view.instrument.activeOffsetMm.value_or(0.0);
  return {fromMm, fromMm + view.instrument.activeLengthMm.value_or(kSpecimenMm)};
}

struct NearestLesion {
  const Structure* lesion = nullptr;
  double distanceMm = std::numeric_limits<double>::infinity();
  bool atLeast = false;  ///< It is farther than its field was reckoned.
};

NearestLesion nearestLesion(const NeedleView& view, const WorkingPart& part) {
  constexpr double kStepMm = 0.5;
  const NeedlePath axis(view.needle);
  NearestLesion nearest;
  for (const Structure* lesion : view.model.patient().withRole(Role::Lesion)) {
    if (!view.model.boxOf(lesion->id))
      continue;
    const DistanceField& field = view.model.fields().of(lesion->id);
    for (double backMm = part.fromMm; backMm <= part.toMm; backMm += kStepMm) {
      const double distanceMm =
          field.at(axis.pointAtDepth(std::max(0.0, axis.lengthMm() - backMm)));
      if (distanceMm < nearest.distanceMm)
        nearest = {lesion, distanceMm, distanceMm > field.marginMm()};
    }
  }
  return nearest;
}

bool treats(Purpose purpose) {
  return purpose != Purpose::Sensor && purpose != Purpose::Screw;
}

std::string awayWords(const NeedleView& view, const NearestLesion& nearest) {
  return words::theName(view.model.patient(), nearest.lesion->id) + " is " +
         (nearest.atLeast ? "more than " : "") + rounded(nearest.distanceMm, 0) + " mm away";
}

}  // namespace

std::optional<Finding> ruleApproachBone(const NeedleView& view) {
  const std::optional<Role>& works = recordOf(view.needle.approach).bone;
  if (!works)
    return std::nullopt;
  const Structure* bone = view.model.patient().find(view.numbers.bone);
  if (bone && !mayEndIn(view.needle.approach, bone->role))
    return otherBone(view, "its tip lies in " + words::theName(view.model.patient(), bone->id));
  if (bone) {
    const Structure* meant = sideMissed(view, *bone);
    return meant ? std::optional(otherBone(
                       view,
                       "it is planned for the " + std::string(toString(*view.needle.side)) +
                           " and lies in " + words::theName(view.model.patient(), bone->id)))
                 : std::nullopt;
  }
  if (view.model.patient().withRole(*works).empty() || meetsBoneOf(view, *works))
    return std::nullopt;
  return otherBone(view, "the needle meets none");
}

std::optional<Finding> ruleReachesLesion(const NeedleView& view) {
  if (!treats(view.needle.purpose))
    return std::nullopt;
  const NearestLesion nearest = nearestLesion(view, workingPartOf(view));
  if (!nearest.lesion)
    return std::nullopt;
  const double limitMm = ruleLimit("needle-misses-lesion");
  const bool inItsBone = !view.numbers.bone.empty() && isLesionBone(view.model, view.numbers.bone);
  const Vec3& tip = view.needle.trajectory.target;
  if (!inItsBone && nearest.distanceMm > limitMm) {
    const std::string where =
        view.numbers.bone.empty()
            ? "its tip lies in no bone"
            : "works in " + words::theName(view.model.patient(), view.numbers.bone);
    return withValue(about(view,
                           "needle-misses-lesion",
                           Severity::Warning,
                           where + ", where no lesion lies: " + awayWords(view, nearest) + "."),
                     nearest.distanceMm,
                     tip);
  }
  if (view.needle.purpose == Purpose::Biopsy && nearest.distanceMm > ruleLimit("biopsy-outside"))
    return withValue(
        about(view,
              "biopsy-outside",
              Severity::Warning,
              "the specimen is taken outside every lesion: " + awayWords(view, nearest) + "."),
        nearest.distanceMm,
        tip);
  if (view.needle.purpose == Purpose::Probe && nearest.distanceMm > limitMm)
    return withValue(
        about(view,
              "needle-misses-lesion",
              Severity::Warning,
              "its working part passes every lesion: " + awayWords(view, nearest) + "."),
        nearest.distanceMm,
        tip);
  return std::nullopt;
}

}  // namespace trocar::access
