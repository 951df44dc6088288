#include "planning/ablation/zones/coverage.h"

#include <algorithm>
#include <limits>

namespace trocar::ablation {

TargetPoints targetPoints(const DistanceField& field) {
  TargetPoints points;
  const Grid& grid = field.image().grid();
  const double reach = 0.75 * grid.spacingMm().maxCoeff();
  for (std::size_t voxel = 0; voxel < grid.voxelCount(); ++voxel) {
    const auto distance = static_cast<double>(field.image().voxels()[voxel]);
    if (distance > 0.0)
      continue;
    const Vec3 point = grid.voxelToPatient(grid.voxelAt(voxel));
    points.insideMm.push_back(point);
    if (distance <= -reach)
      continue;
    points.outwards.push_back(field.gradientAt(point));
    points.surfaceMm.push_back(point - distance * points.outwards.back());
  }
  return points;
}

double coveredShare(const std::vector<Vec3>& pointsMm, const ZoneRegion& zone) {
  if (pointsMm.empty() || zone.empty())
    return 0.0;
  const auto covered = std::count_if(
      pointsMm.begin(), pointsMm.end(), [&](const Vec3& p) { return zone.contains(p); });
  return static_cast<double>(covered) / static_cast<double>(pointsMm.size());
}

PlacedDistance leastMargin(const TargetPoints& target, const ZoneRegion& zone) {
  PlacedDistance least{std::numeric_limits<double>::infinity(), Vec3::Zero()};
  for (const Vec3& point : target.surfaceMm) {
    const double margin = -zone.signedDistanceMm(point);
    if (margin < least.distanceMm)
      least = {margin, point};
  }
  return least;
}

PlacedDistance distanceToStructure(const ZoneRegion& zone, const DistanceField& structure) {
  PlacedDistance least{std::numeric_limits<double>::infinity(), Vec3::Zero()};
  for (const Vec3& point : zone.surfaceMm) {
    const double distance = structure.at(point);
    if (distance < least.distanceMm)
      least = {distance, point - std::max(distance, 0.0) * structure.gradientAt(point)};
  }
  for (const Vec3& point : zone.interiorMm) {
    if (structure.at(point) > 0.0)
      continue;
    const double depth = zone.signedDistanceMm(point);
    if (depth < std::min(least.distanceMm, 0.0))
      least = {depth, point};
  }
  return least;
}

PlacedDistance distanceFromWithin(const ZoneRegion& zone, const DistanceField& body) {
  PlacedDistance least{std::numeric_limits<double>::infinity(), Vec3::Zero()};
  for (const Vec3& point : zone.surfaceMm) {
    const double distance = -body.at(point);
    if (distance < least.distanceMm)
      least = {distance, point + distance * body.gradientAt(point)};
  }
  return least;
}

}  // namespace trocar::ablation
