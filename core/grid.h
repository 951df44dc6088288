#pragma once

#include "core/vec3.h"

#include <Eigen/Dense>

#include <array>
#include <cstddef>

namespace trocar {

/// Integer voxel coordinates, i along the fastest axis. Never a point in space.
struct VoxelIndex {
  int i = 0;
  int j = 0;
  int k = 0;

  bool operator==(const VoxelIndex&) const = default;
};

/// Where the voxels of an image lie in the patient: size, spacing and (oblique, perhaps mirrored)
/// axes. Voxel (0,0,0) is centred on `originMm`; column a of `directions` is voxel axis a as a unit
/// LPS vector.
class Grid {
 public:
  /// A grid of one voxel at the origin.
  Grid();
  /// Throws Error where a size or spacing is not positive or the directions are not orthonormal to
  /// 1e-3.
  Grid(std::array<int, 3> size,
       const Vec3& originMm,
       const Vec3& spacingMm,
       const Eigen::Matrix3d& directions = Eigen::Matrix3d::Identity());

  const std::array<int, 3>& size() const { return size_; }
  const Vec3& originMm() const { return originMm_; }
  const Vec3& spacingMm() const { return spacingMm_; }
  const Eigen::Matrix3d& directions() const { return directions_; }

  std::size_t voxelCount() const;
  double voxelVolumeMm3() const { return spacingMm_.prod(); }
  /// Position of a voxel in an array with i fastest. The index must be inside.
  std::size_t offset(const VoxelIndex& voxel) const;
  VoxelIndex voxelAt(std::size_t offset) const;
  bool contains(const VoxelIndex& voxel) const;
  /// Inside the box of whole voxels, their outer faces included.
  bool contains(const Vec3& pointMm) const;

  Vec3 voxelToPatient(const Vec3& continuousIndex) const;
  Vec3 voxelToPatient(const VoxelIndex& voxel) const;
  Vec3 patientToVoxel(const Vec3& pointMm) const {
    const Vec3 fromOrigin = pointMm - originMm_;
    return patientToVoxel_.col(0) * fromOrigin[0] + patientToVoxel_.col(1) * fromOrigin[1] +
           patientToVoxel_.col(2) * fromOrigin[2];
  }
  /// May lie outside: ask `contains`.
  VoxelIndex nearestVoxel(const Vec3& pointMm) const;
  Vec3 centreMm() const;
  /// The eight outer corners of the box of whole voxels.
  std::array<Vec3, 8> cornersMm() const;

  bool operator==(const Grid& other) const;

 private:
  std::array<int, 3> size_{1, 1, 1};
  Vec3 originMm_;
  Vec3 spacingMm_;
  Eigen::Matrix3d directions_;
  Eigen::Matrix3d voxelToPatient_;
  Eigen::Matrix3d patientToVoxel_;
};

}  // namespace trocar
