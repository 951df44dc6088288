#include "core/grid.h"

#include "core/error.h"
#include "core/nearest_whole.h"

#include <cassert>
#include <cmath>

namespace trocar {

Grid::Grid() : Grid({1, 1, 1}, Vec3::Zero(), Vec3::Ones()) {}

Grid::Grid(std::array<int, 3> size,
           const Vec3& originMm,
           const Vec3& spacingMm,
           const Eigen::Matrix3d& directions)
    : size_(size), originMm_(originMm), spacingMm_(spacingMm), directions_(directions) {
  if (size[0] < 1 || size[1] < 1 || size[2] < 1)
    throw Error("An image has no voxels along one of its axes.");
  if (!(spacingMm.minCoeff() > 0.0) || !spacingMm.allFinite() || !originMm.allFinite())
    throw Error("An image has a voxel spacing that is not a positive number of millimetres.");
  const Eigen::Matrix3d gram = directions.transpose() * directions;
  if (!gram.allFinite() || !gram.isApprox(Eigen::Matrix3d::Identity(), 1e-3))
    throw Error("An image has axes that are not at right angles to each other.");
  voxelToPatient_ = directions_ * spacingMm_.asDiagonal();
  patientToVoxel_ = voxelToPatient_.inverse();
}

std::size_t Grid::voxelCount() const {
  return static_cast<std::size_t>(size_[0]) * static_cast<std::size_t>(size_[1]) *
         static_cast<std::size_t>(size_[2]);
}

std::size_t Grid::offset(const VoxelIndex& voxel) const {
  assert(contains(voxel));
  const auto nx = static_cast<std::size_t>(size_[0]);
  const auto ny = static_cast<std::size_t>(size_[1]);
  return (static_cast<std::size_t>(voxel.k) * ny + static_cast<std::size_t>(voxel.j)) * nx +
         static_cast<std::size_t>(voxel.i);
}

VoxelIndex Grid::voxelAt(std::size_t offset) const {
  assert(offset < voxelCount());
  const auto nx = static_cast<std::size_t>(size_[0]);
  const auto ny = static_cast<std::size_t>(size_[1]);
  return {static_cast<int>(offset % nx),
          static_cast<int>(offset / nx % ny),
          static_cast<int>(offset / nx / ny)};
}

bool Grid::contains(const VoxelIndex& voxel) const {
  return voxel.i >= 0 && voxel.i < size_[0] && voxel.j >= 0 && voxel.j < size_[1] && voxel.k >= 0 &&
         voxel.k < size_[2];
}

bool Grid::contains(const Vec3& pointMm) const {
  const Vec3 index = patientToVoxel(pointMm);
  for (int axis = 0; axis < 3; ++axis) {
    if (!(index[axis] >= -0.5 && index[axis] <= size_[static_cast<std::size_t>(axis)] - 0.5))
      return false;
  }
  return true;
}

Vec3 Grid::voxelToPatient(const Vec3& continuousIndex) const {
  return originMm_ + voxelToPatient_ * continuousIndex;
}

Vec3 Grid::voxelToPatient(const VoxelIndex& voxel) const {
  return voxelToPatient(Vec3(voxel.i, voxel.j, voxel.k));
}

VoxelIndex Grid::nearestVoxel(const Vec3& pointMm) const {
  const Vec3 index = patientToVoxel(pointMm);
  return {nearestWhole(index[0]), nearestWhole(index[1]), nearestWhole(index[2])};
}

Vec3 Grid::centreMm() const {
  return voxelToPatient(Vec3(size_[0] - 1, size_[1] - 1, size_[2] - 1) / 2.0);
}

std::array<Vec3, 8> Grid::cornersMm() const {
  std::array<Vec3, 8> corners;
  for (unsigned c = 0; c < 8; ++c) {
    corners[c] = voxelToPatient(Vec3((c & 1U) != 0 ? size_[0] - 0.5 : -0.5,
                                     (c & 2U) != 0 ? size_[1] - 0.5 : -0.5,
                                     (c & 4U) != 0 ? size_[2] - 0.5 : -0.5));
  }
  return corners;
}

bool Grid::operator==(const Grid& other) const {
  return size_ == other.size_ && originMm_ == other.originMm_ && spacingMm_ == other.spacingMm_ &&
         directions_ == other.directions_;
}

}  // namespace trocar
