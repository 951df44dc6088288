#include "core/patient/spine_curve.h"

#include "core/angle.h"
#include "core/error.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace trocar::synthetic {
namespace {

/// Tilts the top forwards for positive angles.
Eigen::Matrix3d pitch(double degrees) {
  return Eigen::AngleAxisd(Angle::fromDegrees(degrees).radians(), Vec3::UnitX()).toRotationMatrix();
}

double bodyWedgeDeg(const VertebraSize& size) {
  return Angle::fromRadians(
             std::atan2(size.heightAnteriorMm - size.heightPosteriorMm, size.depthMm()))
      .degrees();
}

/// Side bend of one step, largest about L2 and gone at the ends.
double sideBendDeg(std::size_t fromBelow, double totalDeg) {
  const double phase = std::min(1.0, static_cast<double>(fromBelow) / 7.0);
  return -totalDeg / 4 * std::sin(2 * std::numbers::pi * phase);
}

}  // namespace

std::size_t SpineCurve::indexOf(const std::string& level) const {
  for (std::size_t i = 0; i < sizes.size(); ++i)
    if (sizes[i].level == level)
      return i;
  throw Error("There is no vertebra " + level + " in this patient; levels run from T1 to L5.");
}

SpineCurve spineCurve(const std::vector<VertebraSize>& sizes, const Posture& posture) {
  SpineCurve curve;
  curve.sizes = sizes;
  curve.frames.resize(sizes.size());
  curve.sacrum = {posture.sacralOriginMm, pitch(posture.sacralSlopeDeg)};
  curve.pelvis = {posture.sacralOriginMm, pitch(posture.sacralSlopeDeg - 40)};
  Vec3 top = posture.sacralOriginMm;
  Eigen::Matrix3d axes = curve.sacrum.axes;
  for (std::size_t step = 0; step < sizes.size(); ++step) {
    const std::size_t i = sizes.size() - 1 - step;
    const VertebraSize& size = sizes[i];
    const Eigen::Matrix3d side =
        Eigen::AngleAxisd(Angle::fromDegrees(sideBendDeg(step, posture.scoliosisDeg)).radians(),
                          Vec3::UnitY())
            .toRotationMatrix();
    axes = axes * side * pitch(-0.5 * size.discWedgeDeg);
    top += size.discHeightMm * axes.col(2);
    axes = axes * pitch(-0.5 * (size.discWedgeDeg + bodyWedgeDeg(size)));
    curve.frames[i] = {top + 0.5 * size.heightMm() * axes.col(2), axes};
    top += size.heightMm() * axes.col(2);
    axes = axes * pitch(-0.5 * bodyWedgeDeg(size));
  }
  return curve;
}

}  // namespace trocar::synthetic
