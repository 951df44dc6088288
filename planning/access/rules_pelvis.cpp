#include "planning/access/approach_record.h"
#include "planning/access/bone_path.h"
#include "planning/access/pedicle_path.h"
#include "planning/access/rules.h"
#include "planning/findings/rule_text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace trocar::access {
namespace {

using Severity = Finding::Severity;

/// From the tip to the surface of the needle's bone along unit `direction`; nullopt where the tip
/// is outside it.
std::optional<double> boneBeyondTipMm(const NeedleView& view, const Vec3& direction) {
  constexpr double kFarMm = 60.0;
  if (view.numbers.bone.empty())
    return std::nullopt;
  const DistanceField& bone = view.model.fields().of(view.numbers.bone);
  const Vec3& tip = view.needle.trajectory.target;
  double walkedMm = 0.0;
  while (walkedMm < kFarMm && bone.at(tip + walkedMm * direction) < 0.0)
    walkedMm += 0.1;
  return walkedMm > 0.0 ? std::optional<double>(walkedMm) : std::nullopt;
}

std::optional<Finding> thinBone(const NeedleView& view,
                                std::string_view rule,
                                const Vec3& direction,
                                const std::string& cortex) {
  const auto leftMm = boneBeyondTipMm(view, direction);
  if (!leftMm || *leftMm >= ruleLimit(rule))
    return std::nullopt;
  return withValue(about(view,
                         rule,
                         Severity::Warning,
                         "only " + rounded(*leftMm) + " mm of bone lie between the tip and the " +
                             cortex + " cortex."),
                   *leftMm,
                   view.needle.trajectory.target);
}

bool crossesRole(const NeedleView& view, Role role) {
  return std::any_of(view.numbers.crossedBones.begin(),
                     view.numbers.crossedBones.end(),
                     [&](const auto& id) { return view.model.patient().find(id)->role == role; });
}

bool worksIn(const NeedleView& view, Role role) {
  const Structure* bone = view.model.patient().find(view.numbers.bone);
  return bone && bone->role == role;
}

}  // namespace

std::optional<Finding> ruleSacralCephaladCortex(const NeedleView& view) {
  return thinBone(view, "sacral-cephalad", Vec3::UnitZ(), "cephalad");
}

std::optional<Finding> ruleSacralAnteriorCortex(const NeedleView& view) {
  return thinBone(view, "sacral-anterior", -Vec3::UnitY(), "anterior");
}

std::optional<Finding> ruleThroughJoint(const NeedleView& view) {
  const bool hipJoint = worksIn(view, Role::Hip) && crossesRole(view, Role::Femur);
  const bool sacroiliac = worksIn(view, Role::Hip) && crossesRole(view, Role::Sacrum);
  if (!hipJoint && !sacroiliac)
    return std::nullopt;
  Finding finding = about(
      view,
      "through-joint",
      Severity::Danger,
      std::string("the path runs through the ") + (hipJoint ? "hip" : "sacroiliac") + " joint.");
  finding.atMm = view.needle.trajectory.target;
  return finding;
}

std::optional<Finding> ruleAcetabularProxies(const NeedleView& view) {
  struct Proxy {
    const char* id;
    const char* name;
  };
  constexpr std::array<Proxy, 3> kProxies = {
      Proxy{"sciatic_", "sciatic nerve"},
      Proxy{"superior_gluteal_artery_", "superior gluteal artery"},
      Proxy{"lfcn_", "lateral femoral cutaneous nerve"}};
  const std::string side(toString(view.side));
  std::string missing;
  for (const Proxy& proxy : kProxies) {
    if (!view.model.patient().find(proxy.id + side))
      missing += (missing.empty() ? "" : ", ") + side + " " + proxy.name;
  }
  if (missing.empty())
    return std::nullopt;
  return about(
      view, "acetabular-proxies", Severity::Warning, "not drawn on this case: " + missing + ".");
}

std::optional<Finding> ruleAcetabularAngles(const NeedleView& view) {
  const auto& course = recordOf(view.needle.approach).course;
  if (!course || !course->angles)
    return std::nullopt;
  const Vec3 direction = NeedlePath(view.needle).shaft().direction();
  const auto toPlaneDeg = [&](const Vec3& normal) {
    return Angle::fromRadians(std::asin(std::clamp(std::abs(direction.dot(normal)), 0.0, 1.0)))
        .degrees();
  };
  const double offDeg =
      std::max(std::abs(toPlaneDeg(Vec3::UnitX()) - course->angles->toSagittalDeg),
               std::abs(toPlaneDeg(Vec3::UnitZ()) - course->angles->toAxialDeg));
  if (offDeg <= ruleLimit("acetabular-angle"))
    return std::nullopt;
  return withValue(
      about(view,
            "acetabular-angle",
            Severity::Note,
            "the path is " + rounded(offDeg, 0) + " degrees off the published double-oblique one."),
      offDeg,
      view.needle.trajectory.entry);
}

std::optional<Finding> ruleCorridorMargin(const NeedleView& view) {
  constexpr double kStepMm = 0.5;
  if (view.numbers.bone.empty())
    return std::nullopt;
  const DistanceField& bone = view.model.fields().of(view.numbers.bone);
  const NeedlePath axis(view.needle);
  const auto entryMm = boneEntryDepthMm([&](const Vec3& p) { return bone.at(p); }, axis);
  if (!entryMm || *entryMm + 2.0 * kEndsLeftOutMm > axis.lengthMm())
    return std::nullopt;
  const double wayMm = axis.lengthMm() - *entryMm - 2.0 * kEndsLeftOutMm;
  const int steps = 1 + static_cast<int>(wayMm / kStepMm);
  double leastMm = 1e9;
  Vec3 atMm = axis.tipMm();
  for (int step = 0; step <= steps; ++step) {
    const Vec3 pointMm = axis.pointAtDepth(*entryMm + kEndsLeftOutMm + wayMm * step / steps);
    const double marginMm = -bone.at(pointMm) - 0.5 * view.instrument.outerDiameterMm;
    if (marginMm < leastMm) {
      leastMm = marginMm;
      atMm = pointMm;
    }
  }
  if (leastMm >= ruleLimit("corridor-margin"))
    return std::nullopt;
  return withValue(
      about(view,
            "corridor-margin",
            Severity::Warning,
            leastMm < 0.0
                ? "the shaft leaves the bone by " + rounded(-leastMm) + " mm on its way."
                : "the shaft comes within " + rounded(leastMm) + " mm of the cortex on its way."),
      leastMm,
      atMm);
}

}  // namespace trocar::access
