#include "planning/ablation/heat/sampling.h"
#include "planning/ablation/zones/isotherm.h"
#include "planning/ablation/zones/point_cloud.h"
#include "planning/ablation/zones/zone_region.h"

#include <cmath>
#include <memory>

namespace trocar::ablation {
namespace {

constexpr double kShapeStepMm = 2.0;

std::vector<Vec3> interiorPoints(const Image<float>& image, double value, bool below) {
  const Grid& grid = image.grid();
  const int step = std::max(1, static_cast<int>(std::lround(kShapeStepMm / grid.spacingMm().x())));
  std::vector<Vec3> points;
  for (int k = 0; k < grid.size()[2]; k += step)
    for (int j = 0; j < grid.size()[1]; j += step)
      for (int i = 0; i < grid.size()[0]; i += step)
        if ((static_cast<double>(image.at({i, j, k})) < value) == below)
          points.push_back(grid.voxelToPatient(VoxelIndex{i, j, k}));
  return points;
}

}  // namespace

ZoneRegion regionOf(const Image<float>& image, double value, bool below) {
  const auto cloud = std::make_shared<const PointCloud>(isothermPoints(image, value));
  ZoneRegion shape;
  shape.surfaceMm = cloud->points();
  if (!shape.empty())
    shape.interiorMm = interiorPoints(image, value, below);
  shape.contains = [image, value, below](const Vec3& point) {
    return image.grid().contains(point) && (sampleAt(image, point) < value) == below;
  };
  shape.signedDistanceMm = [cloud, contains = shape.contains](const Vec3& point) {
    const double distance = cloud->distanceMm(point);
    return contains(point) ? -distance : distance;
  };
  return shape;
}

}  // namespace trocar::ablation
