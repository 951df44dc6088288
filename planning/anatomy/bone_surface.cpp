#include "planning/anatomy/bone_surface.h"

#include "core/box.h"

#include <algorithm>
#include <cmath>

namespace trocar::anatomy {
namespace {

constexpr double kLargestBoneMl = 1500.0;
constexpr double kCellMm = 3.0;
constexpr double kSmallestRadiusMm = 17.0;
constexpr double kLargestRadiusMm = 33.0;
constexpr double kInlierMm = 2.5;
constexpr double kTipMm = 1.0;
constexpr double kTipRadiusMm = 6.0;
constexpr double kFacing = 0.8;  // Cosine between a normal and the direction to the centre.

/// From differences along the axes of the voxels, so that it turns with them.
Vec3 gradientAt(const SoftMask& mask, const Vec3& point) {
  const double h = 0.8 * mask.spacingMm();
  const Eigen::Matrix3d& axes = mask.grid().directions();
  Vec3 gradient = Vec3::Zero();
  for (int a = 0; a < 3; ++a) {
    const Vec3 axis = axes.col(a);
    gradient += (mask.at(point + h * axis) - mask.at(point - h * axis)) * axis;
  }
  return gradient;
}

Box boxOf(const Surface& surface) {
  std::vector<Vec3> pointsMm;
  for (const SurfacePoint& point : surface)
    pointsMm.push_back(point.atMm);
  return boxAround(pointsMm);
}

/// Cells that collect a vote from each point for every centre it could lie around.
std::vector<int> votesOf(const Surface& surface, const Grid& cells, double sign) {
  std::vector<int> votes(cells.voxelCount(), 0);
  for (const SurfacePoint& point : surface) {
    for (double radius = kSmallestRadiusMm + 1.0; radius < kLargestRadiusMm; radius += 2.0) {
      const VoxelIndex cell = cells.nearestVoxel(point.atMm + sign * radius * point.normal);
      if (cells.contains(cell))
        ++votes[cells.offset(cell)];
    }
  }
  return votes;
}

/// Sum over the cube of three cells a side around each cell, so that a peak on an edge is not lost.
std::size_t peakOf(const std::vector<int>& votes, const Grid& cells) {
  std::vector<int> sums = votes;
  std::size_t step = 1;
  for (const int length : cells.size()) {
    const std::vector<int> source = sums;
    for (std::size_t n = step; n + step < sums.size(); ++n)
      sums[n] = source[n - step] + source[n] + source[n + step];
    step *= static_cast<std::size_t>(length);
  }
  return static_cast<std::size_t>(std::max_element(sums.begin(), sums.end()) - sums.begin());
}

}  // namespace

std::optional<SoftMask> boneMask(const Case& patient,
                                 const Structure& bone,
                                 const CaseExtents& extents) {
  const auto* region = std::get_if<LabelRegion>(&bone.region);
  if (region == nullptr || region->layer < 0 ||
      static_cast<std::size_t>(region->layer) >= patient.layers.size())
    return std::nullopt;
  const auto extent = extents.of(*region);
  const Grid& grid = patient.layers[static_cast<std::size_t>(region->layer)].grid();
  if (!extent || extent->voxels < 200 ||
      static_cast<double>(extent->voxels) * grid.voxelVolumeMm3() > 1000.0 * kLargestBoneMl)
    return std::nullopt;
  return makeSoftMask(patient, *region, *extent);
}

Surface surfaceOf(const SoftMask& mask, std::size_t most) {
  Surface surface;
  for (const Vec3& voxel : mask.voxels()) {
    const double value = mask.at(voxel);
    if (value > 0.9)
      continue;
    const Vec3 gradient = gradientAt(mask, voxel);
    const double steepness = gradient.norm() / (1.6 * mask.spacingMm());
    if (steepness < 1e-3)
      continue;
    const Vec3 normal = -gradient.normalized();
    surface.push_back(
        {voxel + std::min(mask.spacingMm(), (value - 0.5) / steepness) * normal, normal});
  }
  if (surface.size() <= most)
    return surface;
  Surface thinned;
  const std::size_t step = surface.size() / most + 1;
  for (std::size_t n = 0; n < surface.size(); n += step)
    thinned.push_back(surface[n]);
  return thinned;
}

std::optional<Vec3> extremeOf(const Surface& surface,
                              const std::function<bool(const Vec3&)>& counts,
                              const std::function<double(const Vec3&)>& score) {
  std::optional<Vec3> best;
  double bestScore = 0.0;
  for (const SurfacePoint& point : surface) {
    if (!counts(point.atMm))
      continue;
    const double value = score(point.atMm);
    if (!best || value > bestScore) {
      best = point.atMm;
      bestScore = value;
    }
  }
  if (!best)
    return std::nullopt;
  Vec3 sum = Vec3::Zero();
  double weights = 0.0;
  for (const SurfacePoint& point : surface) {
    const double weight = kTipMm - (bestScore - score(point.atMm));
    if (weight > 0.0 && (point.atMm - *best).norm() < kTipRadiusMm && counts(point.atMm)) {
      sum += weight * point.atMm;
      weights += weight;
    }
  }
  return Vec3(sum / weights);
}

std::optional<JointSphere> findSphere(const Surface& surface, bool socket) {
  if (surface.size() < 100)
    return std::nullopt;
  const Box box = boxOf(surface);
  const Vec3 margin = Vec3::Constant(30.0);
  const Vec3 extent = (box.highMm - box.lowMm + 2.0 * margin) / kCellMm;
  const Grid cells({static_cast<int>(extent[0]) + 1,
                    static_cast<int>(extent[1]) + 1,
                    static_cast<int>(extent[2]) + 1},
                   box.lowMm - margin,
                   Vec3::Constant(kCellMm));
  const std::size_t peak = peakOf(votesOf(surface, cells, socket ? 1.0 : -1.0), cells);
  return fitSphere(surface, {cells.voxelToPatient(cells.voxelAt(peak)), 25.0, 0.0}, socket);
}

std::optional<JointSphere> fitSphere(const Surface& surface,
                                     const JointSphere& guess,
                                     bool socket) {
  JointSphere sphere = guess;
  double inlierMm = 8.0;
  for (int pass = 0; pass < 12; ++pass, inlierMm = std::max(kInlierMm, 0.75 * inlierMm)) {
    Eigen::Matrix4d normal = 1e-9 * Eigen::Matrix4d::Identity();
    Eigen::Vector4d right = Eigen::Vector4d::Zero();
    double sumSquares = 0.0;
    int count = 0;
    for (const SurfacePoint& point : surface) {
      const Vec3 d = point.atMm - sphere.centreMm;
      const double residual = d.norm() - sphere.radiusMm;
      if (std::abs(residual) > inlierMm ||
          (socket ? -1.0 : 1.0) * d.dot(point.normal) < kFacing * d.norm())
        continue;
      const Eigen::Vector4d row(2.0 * d[0], 2.0 * d[1], 2.0 * d[2], 1.0);
      normal += row * row.transpose();
      right += d.squaredNorm() * row;
      sumSquares += residual * residual;
      ++count;
    }
    if (count < 60)
      return std::nullopt;
    const Eigen::Vector4d solution = normal.ldlt().solve(right);
    const Vec3 shift = solution.head<3>();
    sphere.radiusMm = std::sqrt(std::max(1.0, solution[3] + shift.squaredNorm()));
    sphere.centreMm += shift;
    sphere.rmsMm = std::sqrt(sumSquares / count);
  }
  if (sphere.radiusMm < kSmallestRadiusMm || sphere.radiusMm > kLargestRadiusMm)
    return std::nullopt;
  return sphere;
}

}  // namespace trocar::anatomy
