// What routes follow on one side of the pelvis: route_parts.h's HipSide.
#include "planning/anatomy/pelvis_parts.h"
#include "planning/anatomy/route_parts.h"

#include <cmath>

namespace trocar::anatomy {
namespace {

/// The outermost point of a femur near the height of its head.
std::optional<Vec3> greaterTrochanter(const Case& patient,
                                      const CaseExtents& extents,
                                      const PelvisAnatomy& pelvis,
                                      const FemurAnatomy& femur) {
  constexpr double kHighestMm = 35.0;  // Above and below the centre of the head.
  constexpr double kLowestMm = -60.0;
  const Structure* bone = patient.find(femur.structureId);
  const auto mask = bone != nullptr && femur.head.radiusMm > 0.0 ? boneMask(patient, *bone, extents)
                                                                 : std::optional<SoftMask>();
  if (!mask)
    return std::nullopt;
  const Vec3 out = signOf(femur.side) * pelvis.frame.left;
  const auto outermost = extremeOf(
      surfaceOf(*mask),
      [&](const Vec3& p) {
        const double up = (p - femur.head.centreMm).dot(pelvis.frame.superior);
        return up < kHighestMm && up > kLowestMm;
      },
      [&](const Vec3& p) { return p.dot(out); });
  const bool beyondNeck =
      outermost && (*outermost - femur.head.centreMm).dot(out) > 1.5 * femur.head.radiusMm;
  return beyondNeck ? outermost : std::nullopt;
}

}  // namespace

const SacralForamen* foramenOf(const PelvisAnatomy& pelvis, const std::string& level, Side side) {
  if (!pelvis.sacrum)
    return nullptr;
  for (const SacralForamen& one : pelvis.sacrum->foramina) {
    if (one.level == level && one.side == side)
      return &one;
  }
  return nullptr;
}

Vec3 HipSide::from(const Vec3& pointMm, double out, double back, double up) const {
  return pointMm + displaced(pelvis.frame, hip.side, {out, back, up});
}

std::optional<Vec3> HipSide::ligamentMm(double share) const {
  if (!hip.anteriorSuperiorSpineMm || !hip.pubicTubercleMm)
    return std::nullopt;
  return Vec3((1.0 - share) * *hip.anteriorSuperiorSpineMm + share * *hip.pubicTubercleMm);
}

const SacroiliacJoint* HipSide::joint() const {
  if (!pelvis.sacrum)
    return nullptr;
  const SacralSide& half = hip.side == Side::Left ? pelvis.sacrum->left : pelvis.sacrum->right;
  return half.joint ? &*half.joint : nullptr;
}

HipSide hipSide(const Case& patient,
                const CaseExtents& extents,
                const PelvisAnatomy& pelvis,
                const HipAnatomy& hip) {
  HipSide side{hip, pelvis, {}};
  for (const FemurAnatomy& femur : pelvis.femurs) {
    if (femur.side == hip.side)
      side.trochanterMm = greaterTrochanter(patient, extents, pelvis, femur);
  }
  return side;
}

}  // namespace trocar::anatomy
