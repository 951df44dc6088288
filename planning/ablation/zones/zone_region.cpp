#include "planning/ablation/zones/zone_region.h"

#include "core/region_distance.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace trocar::ablation {
namespace {

constexpr double kSurfaceStepMm = 1.5;
constexpr double kInteriorStepMm = 2.0;

Vec3 toPatient(const EllipsoidRegion& ellipsoid, const Vec3& unit) {
  return ellipsoid.centreMm + ellipsoid.axes * ellipsoid.radiiMm.cwiseProduct(unit);
}

/// Points of a spiral from pole to pole, evenly spread on the unit sphere.
std::vector<Vec3> spherePoints(int count) {
  const double golden = std::numbers::pi * (3.0 - std::sqrt(5.0));
  std::vector<Vec3> points;
  for (int n = 0; n < count; ++n) {
    const double z = 1.0 - (2.0 * n + 1.0) / count;
    const double r = std::sqrt(std::max(0.0, 1.0 - z * z));
    points.emplace_back(r * std::cos(golden * n), r * std::sin(golden * n), z);
  }
  return points;
}

void addSurface(const EllipsoidRegion& ellipsoid, std::vector<Vec3>& points) {
  const double radius = ellipsoid.radiiMm.maxCoeff();
  const double area = 4.0 * std::numbers::pi * radius * radius;
  const int count = std::max(64, static_cast<int>(area / (kSurfaceStepMm * kSurfaceStepMm)));
  for (const Vec3& unit : spherePoints(count))
    points.push_back(toPatient(ellipsoid, unit));
}

void addInterior(const EllipsoidRegion& ellipsoid, std::vector<Vec3>& points) {
  const Vec3 step = (kInteriorStepMm * ellipsoid.radiiMm.cwiseInverse()).cwiseMin(0.5);
  for (double x = -1.0; x <= 1.0; x += step.x())
    for (double y = -1.0; y <= 1.0; y += step.y())
      for (double z = -1.0; z <= 1.0; z += step.z())
        if (const Vec3 unit(x, y, z); unit.norm() <= 1.0)
          points.push_back(toPatient(ellipsoid, unit));
}

}  // namespace

ZoneRegion unionOf(std::vector<EllipsoidRegion> ellipsoids) {
  ZoneRegion shape;
  for (const EllipsoidRegion& ellipsoid : ellipsoids) {
    std::vector<Vec3> surface;
    addSurface(ellipsoid, surface);
    for (const Vec3& point : surface)
      if (std::none_of(ellipsoids.begin(), ellipsoids.end(), [&](const EllipsoidRegion& other) {
            return &other != &ellipsoid && signedDistanceMm(other, point) < 0.0;
          }))
        shape.surfaceMm.push_back(point);
    addInterior(ellipsoid, shape.interiorMm);
  }
  shape.signedDistanceMm = [ellipsoids = std::move(ellipsoids)](const Vec3& point) {
    double least = std::numeric_limits<double>::infinity();
    for (const EllipsoidRegion& ellipsoid : ellipsoids)
      least = std::min(least, signedDistanceMm(ellipsoid, point));
    return least;
  };
  shape.contains = [distance = shape.signedDistanceMm](const Vec3& point) {
    return distance(point) <= 0.0;
  };
  return shape;
}

}  // namespace trocar::ablation
