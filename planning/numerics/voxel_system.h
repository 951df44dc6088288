#pragma once

#include "planning/numerics/conjugate_gradients.h"

#include <array>
#include <cstddef>
#include <vector>

namespace trocar::numerics {

/// The balance sum_n t(c,n) (p_c - p_n) + s_c p_c = q_c of every voxel c of a box against its six
/// neighbours n: symmetric, positive where each connected part has a sink. The outermost layer of
/// voxels takes no part: its transmissibilities and sinks must be zero. Order: i fastest.
struct VoxelSystem {
  VoxelSystem() = default;
  explicit VoxelSystem(const std::array<int, 3>& boxSize);

  std::array<int, 3> size{1, 1, 1};
  std::array<std::vector<double>, 3>
      toNext;  ///< Across the face to the next voxel along each axis.
  std::vector<double> sink;

  std::size_t voxelCount() const { return sink.size(); }
  /// Distance in the arrays from a voxel to its next one along an axis.
  std::ptrdiff_t stride(int axis) const;
};

/// Conjugate gradients preconditioned with one multigrid V-cycle (2x2x2 aggregates, symmetric
/// red-black Gauss-Seidel); residuals are relative to the source. `pressure` enters as the first
/// guess. A voxel without any coefficient keeps zero. Runs on the calling thread: a solve is
/// hundreds of short loops, and threads that wait for each other at the end of every one cost more
/// than they give where other work shares the cores. An ensemble runs its members side by side
/// instead.
SolveReport solve(const VoxelSystem& system,
                  const std::vector<double>& source,
                  std::vector<double>& pressure,
                  const SolveOptions& options = {});

}  // namespace trocar::numerics
