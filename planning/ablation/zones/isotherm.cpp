#include "planning/ablation/zones/isotherm.h"

#include "core/parallel.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace trocar::ablation {
namespace {

constexpr int kDirections = 180;  ///< In which the width is looked for.

double extentAlong(const std::vector<Vec3>& points, const Vec3& direction) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const Vec3& point : points) {
    const double at = point.dot(direction);
    low = std::min(low, at);
    high = std::max(high, at);
  }
  return high - low;
}

double widestAcross(const std::vector<Vec3>& points, const Vec3& axis) {
  const Vec3 u = axis.unitOrthogonal(), v = axis.cross(u);
  double width = 0.0;
  for (int n = 0; n < kDirections; ++n) {
    const double angle = std::numbers::pi * n / kDirections;
    width = std::max(width, extentAlong(points, std::cos(angle) * u + std::sin(angle) * v));
  }
  return width;
}

/// How far a voxel lies inside, in K, positive inside.
class Depth {
 public:
  Depth(const Image<float>& image, double isothermC, bool cold)
      : image_(image), isotherm_(isothermC), sign_(cold ? 1.0 : -1.0) {}

  double at(const VoxelIndex& v) const {
    return sign_ * (isotherm_ - static_cast<double>(image_.at(v)));
  }
  /// K per voxel.
  double gradient(const VoxelIndex& v) const {
    const std::array<int, 3> n = image_.grid().size();
    const auto slope = [&](VoxelIndex low, VoxelIndex high, bool oneSided) {
      return (at(high) - at(low)) / (oneSided ? 1.0 : 2.0);
    };
    const int i0 = std::max(v.i - 1, 0), i1 = std::min(v.i + 1, n[0] - 1);
    const int j0 = std::max(v.j - 1, 0), j1 = std::min(v.j + 1, n[1] - 1);
    const int k0 = std::max(v.k - 1, 0), k1 = std::min(v.k + 1, n[2] - 1);
    return Vec3(slope({i0, v.j, v.k}, {i1, v.j, v.k}, i1 - i0 < 2),
                slope({v.i, j0, v.k}, {v.i, j1, v.k}, j1 - j0 < 2),
                slope({v.i, v.j, k0}, {v.i, v.j, k1}, k1 - k0 < 2))
        .norm();
  }

 private:
  const Image<float>& image_;
  double isotherm_, sign_;
};

/// Share of the voxel within the isotherm, taken as a plane through it.
double shareWithin(const Depth& depth, const VoxelIndex& v) {
  const double d = depth.at(v);
  const double slope = depth.gradient(v);
  if (std::abs(d) >= slope)
    return d > 0.0 ? 1.0 : 0.0;
  return std::clamp(0.5 + d / slope, 0.0, 1.0);
}

double volumeWithin(const Image<float>& image, const Depth& depth) {
  const Grid& grid = image.grid();
  const double voxels = parallelSum(grid.size()[2], 0.0, [&](int k) {
    double plane = 0.0;
    for (int j = 0; j < grid.size()[1]; ++j)
      for (int i = 0; i < grid.size()[0]; ++i)
        plane += shareWithin(depth, {i, j, k});
    return plane;
  });
  return voxels * grid.voxelVolumeMm3() * 1.0e-3;
}

bool reachesRim(const Grid& grid, const Depth& depth) {
  const auto [nx, ny, nz] = grid.size();
  for (int k = 0; k < nz; ++k)
    for (int j = 0; j < ny; ++j) {
      const bool rim = k == 0 || k == nz - 1 || j == 0 || j == ny - 1;
      for (int i = 0; i < nx; i += rim ? 1 : std::max(1, nx - 1))
        if (depth.at({i, j, k}) > 0.0)
          return true;
    }
  return false;
}

}  // namespace

std::vector<Vec3> isothermPoints(const Image<float>& temperatureC, double isothermC) {
  const Grid& grid = temperatureC.grid();
  std::vector<Vec3> points;
  const std::array<VoxelIndex, 3> steps{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
  for (std::size_t voxel = 0; voxel < grid.voxelCount(); ++voxel) {
    const VoxelIndex v = grid.voxelAt(voxel);
    const double here = static_cast<double>(temperatureC.voxels()[voxel]) - isothermC;
    for (const VoxelIndex& step : steps) {
      const VoxelIndex w{v.i + step.i, v.j + step.j, v.k + step.k};
      if (!grid.contains(w))
        continue;
      const double there = static_cast<double>(temperatureC.at(w)) - isothermC;
      if ((here > 0.0) == (there > 0.0))
        continue;
      const double share = here / (here - there);
      points.push_back(grid.voxelToPatient(
          Vec3(v.i + share * step.i, v.j + share * step.j, v.k + share * step.k)));
    }
  }
  return points;
}

IsothermSize measureIsotherm(const Image<float>& temperatureC,
                             double isothermC,
                             double referenceC,
                             const Vec3& axis) {
  IsothermSize size;
  size.isothermC = isothermC;
  const std::vector<Vec3> points = isothermPoints(temperatureC, isothermC);
  if (points.empty())
    return size;
  const Depth depth(temperatureC, isothermC, isothermC < referenceC);
  const Vec3 along = axis.normalized();
  size.lengthMm = extentAlong(points, along);
  size.widthMm = widestAcross(points, along);
  size.volumeMl = volumeWithin(temperatureC, depth);
  size.cutOff = reachesRim(temperatureC.grid(), depth);
  return size;
}

}  // namespace trocar::ablation
