#include "planning/access/pedicle_path.h"

#include "planning/access/approach_record.h"
#include "planning/findings/rule_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace trocar::access {
namespace {

constexpr double kStepMm = 0.5;
constexpr double kFarMm = 20.0;

/// Half the length of a pedicle's narrow part [estimated].
constexpr double kNarrowHalfMm = 6.0;

/// Unit directions across a pedicle: towards the midline and up, both perpendicular to its axis.
struct Across {
  Vec3 medial;
  Vec3 superior;
};

Across acrossOf(const anatomy::VertebraAnatomy& vertebra, Side side) {
  const Vec3 axis = pedicleOf(vertebra, side).axis.normalized();
  const auto flat = [&](const Vec3& v) { return Vec3((v - v.dot(axis) * axis).normalized()); };
  return {flat(medialOf(vertebra.frame, side)), flat(vertebra.frame.superior)};
}

Vec3 gradientOf(const BoneDistance& bone, const Vec3& pointMm) {
  constexpr double kHalfStepMm = 0.25;
  Vec3 rise;
  for (int a = 0; a < 3; ++a)
    rise[a] =
        bone(pointMm + kHalfStepMm * Vec3::Unit(a)) - bone(pointMm - kHalfStepMm * Vec3::Unit(a));
  return rise;
}

/// Which way out of the pedicle a vector points.
std::string directionOf(const Vec3& outward, const Across& across) {
  const double medial = outward.dot(across.medial);
  const double superior = outward.dot(across.superior);
  if (std::abs(medial) >= std::abs(superior))
    return medial >= 0.0 ? "medial" : "lateral";
  return superior >= 0.0 ? "superior" : "inferior";
}

/// From a point inside bone to its surface along `direction`.
double distanceToSurfaceMm(const BoneDistance& bone, const Vec3& pointMm, const Vec3& direction) {
  double walkedMm = 0.0;
  for (int step = 0; step < 200 && walkedMm < kFarMm; ++step) {
    const double insideMm = -bone(pointMm + walkedMm * direction);
    if (insideMm < 0.005)
      break;
    walkedMm += 0.9 * insideMm;
  }
  return walkedMm;
}

std::optional<double>& marginTowards(Breach::Margins& margins, const std::string& direction) {
  if (direction == "medial")
    return margins.medial;
  if (direction == "lateral")
    return margins.lateral;
  return direction == "superior" ? margins.superior : margins.inferior;
}

/// Lowers `margins` to those of one point of the axis.
void lower(Breach::Margins& margins,
           const BoneDistance& bone,
           const Across& across,
           const Vec3& pointMm,
           double radiusMm) {
  const double distance = bone(pointMm);
  if (distance >= 0.0) {
    auto& margin = marginTowards(margins, directionOf(gradientOf(bone, pointMm), across));
    margin = std::min(margin.value_or(kFarMm), -distance - radiusMm);
    return;
  }
  const auto limit = [&](std::optional<double>& margin, const Vec3& direction) {
    margin =
        std::min(margin.value_or(kFarMm), distanceToSurfaceMm(bone, pointMm, direction) - radiusMm);
  };
  limit(margins.medial, across.medial);
  limit(margins.lateral, -across.medial);
  limit(margins.superior, across.superior);
  limit(margins.inferior, -across.superior);
}

std::optional<Breach::Margins> wallMargins(const BoneDistance& bone,
                                           const anatomy::VertebraAnatomy& vertebra,
                                           Side side,
                                           const Shaft& shaft,
                                           double fromDepthMm) {
  const anatomy::PedicleAnatomy& pedicle = pedicleOf(vertebra, side);
  if (pedicle.sections.empty())
    return std::nullopt;
  const std::optional<DepthSpan> narrow = narrowPartOf(pedicle, shaft.axis.shaft());
  if (!narrow)
    return std::nullopt;
  const NeedlePath& axis = shaft.axis;
  const double beginMm = std::max(fromDepthMm, narrow->beginMm);
  const double endMm = std::min(axis.lengthMm(), narrow->endMm);
  if (!(endMm > beginMm))
    return std::nullopt;
  const Across across = acrossOf(vertebra, side);
  Breach::Margins margins;
  const int count = 1 + static_cast<int>(std::ceil((endMm - beginMm) / kStepMm));
  for (int i = 0; i <= count; ++i) {
    const Vec3 pointMm = axis.pointAtDepth(beginMm + (endMm - beginMm) * i / count);
    lower(margins, bone, across, pointMm, shaft.radiusMm);
  }
  return margins;
}

Vec3 turned(const Vec3& v, const anatomy::VertebraFrame& frame, Angle angle) {
  return Eigen::AngleAxisd(angle.radians(), frame.superior) * v;
}

/// From the entry zone past the cortex to the posterior wall; without bone on the way, the last 20
/// mm before the wall.
struct GradedSpan {
  double beginMm = 0.0;
  double endMm = 0.0;
};

GradedSpan gradedSpan(const BoneDistance& bone,
                      const anatomy::VertebraAnatomy& vertebra,
                      const NeedlePath& axis,
                      double entryZoneMm) {
  constexpr double kLongestPedicleMm = 20.0;
  const double wallMm = posteriorWallDepthMm(vertebra, axis).value_or(axis.lengthMm());
  const std::optional<double> entryMm = boneEntryDepthMm(bone, axis);
  const bool throughBone = entryMm && *entryMm + entryZoneMm < wallMm;
  return {throughBone ? *entryMm + entryZoneMm : std::max(0.0, wallMm - kLongestPedicleMm),
          std::min(wallMm, axis.lengthMm())};
}

}  // namespace

bool goesThroughPedicle(Approach approach) {
  return recordOf(approach).pedicle == PedicleWay::Through;
}

Vec3 medialOf(const anatomy::VertebraFrame& frame, Side side) {
  return side == Side::Left ? Vec3(-frame.left) : frame.left;
}

const anatomy::PedicleAnatomy& pedicleOf(const anatomy::VertebraAnatomy& vertebra, Side side) {
  return side == Side::Left ? vertebra.left : vertebra.right;
}

const anatomy::PedicleSection* isthmusOf(const anatomy::PedicleAnatomy& pedicle) {
  const auto nearer = [](const anatomy::PedicleSection& a, const anatomy::PedicleSection& b) {
    return std::abs(a.depthMm) < std::abs(b.depthMm);
  };
  const auto found = std::min_element(pedicle.sections.begin(), pedicle.sections.end(), nearer);
  return found == pedicle.sections.end() ? nullptr : &*found;
}

std::optional<DepthSpan> narrowPartOf(const anatomy::PedicleAnatomy& pedicle,
                                      const Trajectory& axis) {
  constexpr double kLeastAdvance = 0.3;
  const Vec3 normal = pedicle.axis.normalized();
  const double advance = axis.direction().dot(normal);
  if (pedicle.sections.empty() || advance < kLeastAdvance)
    return std::nullopt;
  const double isthmusMm = (pedicle.centreMm - axis.entry).dot(normal) / advance;
  return DepthSpan{isthmusMm - kNarrowHalfMm / advance, isthmusMm + kNarrowHalfMm / advance};
}

std::optional<double> boneEntryDepthMm(const BoneDistance& bone, const NeedlePath& axis) {
  const double lengthMm = axis.lengthMm();
  double depthMm = 0.0;
  double outsideMm = 0.0;
  for (double distance = bone(axis.entryMm()); distance >= 0.0;
       distance = bone(axis.pointAtDepth(depthMm))) {
    if (depthMm >= lengthMm)
      return std::nullopt;
    outsideMm = depthMm;
    depthMm = std::min(lengthMm, depthMm + std::max(kStepMm, 0.5 * distance));
  }
  while (depthMm - outsideMm > 0.01) {
    const double middleMm = 0.5 * (depthMm + outsideMm);
    (bone(axis.pointAtDepth(middleMm)) < 0.0 ? depthMm : outsideMm) = middleMm;
  }
  return depthMm;
}

std::optional<double> posteriorWallDepthMm(const anatomy::VertebraAnatomy& vertebra,
                                           const NeedlePath& axis) {
  return axis.crossingDepthMm(vertebra.body.posteriorWall.pointMm, -vertebra.frame.posterior);
}

char breachGrade(double excursionMm) {
  const double mm = std::round(excursionMm * 1e6) / 1e6;
  if (mm <= 0.0)
    return 'A';
  constexpr std::array<std::pair<double, char>, 3> kBands = {{{2.0, 'B'}, {4.0, 'C'}, {6.0, 'D'}}};
  for (const auto& [below, grade] : kBands) {
    if (mm < below)
      return grade;
  }
  return 'E';
}

Breach excursionOf(const BoneDistance& bone,
                   const anatomy::VertebraAnatomy& vertebra,
                   Side side,
                   const Shaft& shaft,
                   std::optional<double> entryZoneMm) {
  const GradedSpan span =
      gradedSpan(bone, vertebra, shaft.axis, entryZoneMm.value_or(ruleLimit("entry-zone")));
  const double lengthMm = span.endMm - span.beginMm;
  const int count = std::max(1, static_cast<int>(std::ceil(lengthMm / kStepMm)));
  Breach breach;
  for (int i = 0; i <= count && lengthMm >= 0.0; ++i) {
    const Vec3 pointMm = shaft.axis.pointAtDepth(span.beginMm + lengthMm * i / count);
    const double excursionMm = bone(pointMm) + shaft.radiusMm;
    if (excursionMm > breach.maxExcursionMm) {
      breach.maxExcursionMm = excursionMm;
      breach.atMm = pointMm;
    }
  }
  breach.grade = breachGrade(breach.maxExcursionMm);
  if (breach.grade != 'A') {
    const Vec3 gradient = gradientOf(bone, breach.atMm);
    const Vec3 fromAxis = breach.atMm - pedicleOf(vertebra, side).centreMm;
    breach.direction =
        directionOf(gradient.norm() > 1e-6 ? gradient : fromAxis, acrossOf(vertebra, side));
  }
  return breach;
}

Breach gradeBreach(const BoneDistance& bone,
                   const anatomy::VertebraAnatomy& vertebra,
                   Side side,
                   const Shaft& shaft) {
  Breach breach = excursionOf(bone, vertebra, side, shaft);
  const GradedSpan span = gradedSpan(bone, vertebra, shaft.axis, ruleLimit("entry-zone"));
  breach.wallMarginMm = wallMargins(bone, vertebra, side, shaft, span.beginMm);
  return breach;
}

double obliqueEntryMm(const BoneDistance& bone, const Shaft& shaft) {
  constexpr double kFlattestCosine = 0.2;
  const std::optional<double> entryMm = boneEntryDepthMm(bone, shaft.axis);
  if (!entryMm)
    return 0.0;
  const Vec3 normal = gradientOf(bone, shaft.axis.pointAtDepth(*entryMm));
  const double size = normal.norm();
  const double cosine =
      size > 1e-6 ? std::abs(normal.dot(shaft.axis.shaft().direction())) / size : 1.0;
  return shaft.radiusMm / std::max(kFlattestCosine, cosine);
}

std::optional<OrderRule> orderRule(const anatomy::VertebraAnatomy& vertebra,
                                   Side side,
                                   const NeedlePath& axis,
                                   Angle viewRotation) {
  const anatomy::PedicleSection* isthmus = isthmusOf(pedicleOf(vertebra, side));
  const std::optional<double> posteriorMm = posteriorWallDepthMm(vertebra, axis);
  if (!isthmus || !posteriorMm)
    return std::nullopt;
  const Vec3 towardsMidline = turned(medialOf(vertebra.frame, side), vertebra.frame, viewRotation);
  const std::optional<double> medialMm = axis.crossingDepthMm(isthmus->medialMm, towardsMidline);
  OrderRule rule;
  rule.posteriorWallMm = axis.pointAtDepth(*posteriorMm);
  if (!medialMm)
    return rule;
  rule.leadMm = *medialMm - *posteriorMm;
  rule.medialWallMm = axis.pointAtDepth(*medialMm);
  rule.passes = *rule.leadMm >= 0.0 || *medialMm >= axis.lengthMm();
  return rule;
}

double spinousOffsetMm(const anatomy::VertebraAnatomy& vertebra,
                       const Vec3& spinousTipMm,
                       Angle viewRotation) {
  const Vec3 middle = 0.5 * (vertebra.left.centreMm + vertebra.right.centreMm);
  return (spinousTipMm - middle).dot(turned(vertebra.frame.left, vertebra.frame, viewRotation));
}

}  // namespace trocar::access
