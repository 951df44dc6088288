#pragma once

#include "core/case.h"
#include "core/label_extents.h"

#include <cstddef>
#include <vector>

namespace trocar::anatomy {

/// One structure's largest connected piece as a smooth occupancy, 0 outside to 1 inside, on the
/// voxels of its box plus a margin. The surface is where it is 1/2: on a mask made by asking voxel
/// centres this is unbiased for planes, and inwards of a tube of radius r by `shrinkageMm(r)`.
class SoftMask {
 public:
  bool empty() const { return voxels_.empty(); }
  /// Trilinear; 0 beyond the box.
  double at(const Vec3& pointMm) const;
  bool inside(const Vec3& pointMm) const { return at(pointMm) >= 0.5; }
  double shrinkageMm(double radiusMm) const { return blurVarianceMm2_ / (2.0 * radiusMm); }

  /// Centres of the voxels of the piece, in patient space.
  const std::vector<Vec3>& voxels() const { return voxels_; }
  /// Those of them in the first or last layer of the label map, where the scan ends.
  const std::vector<Vec3>& borderVoxels() const { return borderVoxels_; }
  double voxelVolumeMm3() const { return grid_.voxelVolumeMm3(); }
  /// Voxel edge: the largest, and the mean of the three.
  double coarsestMm() const { return grid_.spacingMm().maxCoeff(); }
  double spacingMm() const { return grid_.spacingMm().mean(); }
  double volumeMl() const;
  /// Of all voxels of the structure, those in smaller pieces.
  double scatteredFraction() const { return scatteredFraction_; }
  const Grid& grid() const { return grid_; }

 private:
  friend SoftMask makeSoftMask(const Case&, const LabelRegion&, const LabelExtent&);
  Grid grid_;
  Eigen::Matrix3d toVoxel_ = Eigen::Matrix3d::Identity();
  std::vector<float> values_;
  std::vector<Vec3> voxels_;
  std::vector<Vec3> borderVoxels_;
  double blurVarianceMm2_ = 0.0;
  double scatteredFraction_ = 0.0;
};

/// `extent` is the region's own, in the voxels of its layer.
SoftMask makeSoftMask(const Case& patient, const LabelRegion& region, const LabelExtent& extent);

/// Distance along `direction` (unit) from a point to where the mask ends for at least `gapMm`;
/// nullopt if it has not ended after `reachMm`. A start outside the mask gives 0.
std::optional<double> exitMm(const SoftMask& mask,
                             const Vec3& fromMm,
                             const Vec3& direction,
                             double reachMm,
                             double gapMm = 0.0);
/// Distance along `direction` from a point outside to the mask's first surface; nullopt if none
/// within `reachMm`. A start inside gives 0.
std::optional<double> entryMm(const SoftMask& mask,
                              const Vec3& fromMm,
                              const Vec3& direction,
                              double reachMm);

}  // namespace trocar::anatomy
