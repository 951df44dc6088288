#pragma once

#include "core/grid.h"

#include <cassert>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace trocar {

/// Voxel values on a grid. An immutable value: copies share the voxels.
template <typename T>
class Image {
 public:
  Image() : Image(Grid(), std::vector<T>(1)) {}
  /// `voxels` in the order of `Grid::offset`, one for each voxel of `grid`.
  Image(const Grid& grid, std::vector<T> voxels)
      : grid_(grid), voxels_(std::make_shared<const std::vector<T>>(std::move(voxels))) {
    assert(voxels_->size() == grid_.voxelCount());
  }

  const Grid& grid() const { return grid_; }
  const std::vector<T>& voxels() const { return *voxels_; }
  const T* data() const { return voxels_->data(); }
  T at(const VoxelIndex& voxel) const { return (*voxels_)[grid_.offset(voxel)]; }
  /// Value of the nearest voxel, or `outside` beyond the grid.
  T nearest(const Vec3& pointMm, T outside) const {
    const VoxelIndex voxel = grid_.nearestVoxel(pointMm);
    return grid_.contains(voxel) ? at(voxel) : outside;
  }

 private:
  Grid grid_;
  std::shared_ptr<const std::vector<T>> voxels_;
};

/// A CT in Hounsfield units.
using Volume = Image<std::int16_t>;
/// Label values; 0 is background. What a value means stands in the structures of a Case.
using LabelMap = Image<std::uint16_t>;

/// HU between voxel centres, trilinear; `outsideHu` beyond the grid.
double huAt(const Volume& volume, const Vec3& pointMm, double outsideHu = -1000.0);

}  // namespace trocar
