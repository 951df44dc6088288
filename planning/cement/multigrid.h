#pragma once

#include "planning/cement/voxel_system.h"

#include <vector>

namespace trocar {

/// A preconditioner for a VoxelSystem: one V-cycle over boxes that halve in size. Coarse voxels
/// join 2x2x2 fine ones; their transmissibilities are half the sum of the fine ones across the
/// joint face, which is what rediscretising a smooth coefficient gives (Wesseling, An Introduction
/// to Multigrid Methods, 1992, section 5.4, cell-centred coarsening). Symmetric, so conjugate
/// gradients may use it.
class Multigrid {
 public:
  explicit Multigrid(const VoxelSystem& system);

  /// z = M r, with M close to the inverse of the system.
  void apply(const std::vector<double>& residual, std::vector<double>& result);
  /// y = A x on the finest level.
  void multiply(const std::vector<double>& x, std::vector<double>& y) const;

 private:
  struct Level {
    VoxelSystem system;
    std::vector<double> inverseDiagonal;
    std::vector<double> x;
    std::vector<double> b;
    std::vector<double> r;
  };

  void cycle(std::size_t depth);

  std::vector<Level> levels_;
};

}  // namespace trocar
