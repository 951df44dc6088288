#include "render/body/camera.h"

#include <Eigen/Geometry>

#include <array>

namespace trocar::render {
namespace {

/// From screen axes (right, up, towards the viewer) to the patient.
Eigen::Quaterniond orientationOf(const Camera& camera) {
  const Vec3 back = (camera.positionMm - camera.focusMm).normalized();
  const Vec3 right = camera.up.cross(back).normalized();
  Eigen::Matrix3d axes;
  axes << right, back.cross(right), back;
  return Eigen::Quaterniond(axes);
}

}  // namespace

std::optional<Viewpoint> viewpointFromString(std::string_view word) {
  constexpr std::array<std::string_view, 8> kWords = {"anterior",
                                                      "posterior",
                                                      "left",
                                                      "right",
                                                      "superior",
                                                      "inferior",
                                                      "left-posterior",
                                                      "right-posterior"};
  for (std::size_t i = 0; i < kWords.size(); ++i) {
    if (kWords[i] == word)
      return static_cast<Viewpoint>(i);
  }
  return {};
}

Camera between(const Camera& from, const Camera& to, double fraction) {
  const Eigen::Quaterniond turned = orientationOf(from).slerp(fraction, orientationOf(to));
  const double distance = (1.0 - fraction) * (from.positionMm - from.focusMm).norm() +
                          fraction * (to.positionMm - to.focusMm).norm();
  Camera camera;
  camera.focusMm = (1.0 - fraction) * from.focusMm + fraction * to.focusMm;
  camera.positionMm = camera.focusMm + distance * (turned * Vec3::UnitZ());
  camera.up = turned * Vec3::UnitY();
  camera.viewAngleDeg = (1.0 - fraction) * from.viewAngleDeg + fraction * to.viewAngleDeg;
  return camera;
}

}  // namespace trocar::render
