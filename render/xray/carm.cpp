#include "render/xray/carm.h"

#include "planning/angles.h"

namespace trocar {

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

XrayGeometry carmGeometry(const CarmSetup& setup) {
  const bool prone = setup.position == PatientPosition::Prone;
  const Vec3 anterior = beamOf(prone ? readProne(setup.angles) : setup.angles);
  const Vec3 towardsDetector = prone ? Vec3(-anterior) : anterior;
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
