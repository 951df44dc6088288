#include "render/xray/carm.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace trocar {
namespace {

constexpr double kRadians = std::numbers::pi / 180.0;

}  // namespace

Vec3 XrayGeometry::pixelCentreMm(double column, double row) const {
  return detectorCentreMm +
         pixelMm * ((column - 0.5 * (width - 1)) * right + (row - 0.5 * (height - 1)) * down);
}

Eigen::Vector2d XrayGeometry::project(const Vec3& pointMm) const {
  const Vec3 normal = right.cross(down);
  const double t = normal.dot(detectorCentreMm - sourceMm) / normal.dot(pointMm - sourceMm);
  const Vec3 offset = sourceMm + t * (pointMm - sourceMm) - detectorCentreMm;
  return {offset.dot(right) / pixelMm + 0.5 * (width - 1),
          offset.dot(down) / pixelMm + 0.5 * (height - 1)};
}

Vec3 anteriorBeamEnd(const CarmAngles& angles, PatientPosition position) {
  const double lao = angles.laoDeg * kRadians;
  const double cran =
      (position == PatientPosition::Prone ? -angles.cranDeg : angles.cranDeg) * kRadians;
  return {std::sin(lao) * std::cos(cran), -std::cos(lao) * std::cos(cran), std::sin(cran)};
}

CarmAngles anglesOfBeam(const Vec3& anteriorEnd, PatientPosition position) {
  Vec3 end = anteriorEnd.normalized();
  if (end.y() > 0.0)
    end = -end;
  const double cran = std::asin(std::clamp(end.z(), -1.0, 1.0)) / kRadians;
  return {std::atan2(end.x(), -end.y()) / kRadians,
          position == PatientPosition::Prone ? -cran : cran};
}

XrayGeometry carmGeometry(const CarmSetup& setup) {
  const Vec3 anterior = anteriorBeamEnd(setup.angles, setup.position);
  const Vec3 towardsDetector =
      setup.position == PatientPosition::Prone ? Vec3(-anterior) : anterior;
  XrayGeometry geometry;
  geometry.sourceMm = setup.isocentreMm - setup.sourceToIsocentreMm * towardsDetector;
  geometry.detectorCentreMm = geometry.sourceMm + setup.sourceToDetectorMm * towardsDetector;
  geometry.right = (-anterior).cross(Vec3::UnitZ()).normalized();
  geometry.down = (-anterior).cross(geometry.right);
  if (setup.operatorSide)
    geometry.right = -geometry.right;
  geometry.width = setup.sizePx;
  geometry.height = setup.sizePx;
  geometry.pixelMm = setup.detectorMm / setup.sizePx;
  return geometry;
}

}  // namespace trocar
