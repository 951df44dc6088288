#pragma once

#include "planning/numerics/row_spans.h"
#include "planning/numerics/voxel_system.h"

#include <array>
#include <vector>

namespace trocar::numerics {

/// A preconditioner for a VoxelSystem: one V-cycle over boxes that halve in size, in single
/// precision. Coarse voxels join 2x2x2 fine ones; their transmissibilities are half the sum of the
/// fine ones across the joint face, which is what rediscretising a smooth coefficient gives
/// (Wesseling, An Introduction to Multigrid Methods, 1992, section 5.4, cell-centred coarsening).
/// Symmetric, so conjugate gradients may use it.
class Multigrid {
 public:
  Multigrid() = default;
  explicit Multigrid(const VoxelSystem& system) { take(system); }

  /// Takes the system's coefficients. One that couples the same voxels as the last keeps the memory
  /// and the rows.
  void take(const VoxelSystem& system);

  /// z = M r, with M close to the inverse of the system.
  void apply(const std::vector<double>& residual, std::vector<double>& result);
  const RowSpans& rows() const { return levels_.front().rows; }

 private:
  struct Level {
    std::array<int, 3> size;
    RowSpans rows;
    std::array<std::vector<float>, 3> toNext;
    std::vector<float> diagonal;
    std::vector<float> inverse;  ///< Of the diagonal; 0 where that is 0.
    std::vector<float> x;
    std::vector<float> b;
    std::vector<float> r;
  };

  static void shape(Level& level, const VoxelSystem& system);
  static void takeCoefficients(Level& level, const VoxelSystem& system);
  static void relax(Level& level, int colour);
  static void computeResidual(Level& level);
  static void restrictTo(Level& coarse, const Level& fine);
  static void prolongate(const Level& coarse, Level& fine);
  void cycle(std::size_t depth);

  std::vector<Level> levels_;
  std::vector<VoxelSystem> coarse_;  ///< Of the levels from the second on.
};

}  // namespace trocar::numerics
