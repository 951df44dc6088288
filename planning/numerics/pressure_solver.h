#pragma once

#include "planning/numerics/conjugate_gradients.h"
#include "planning/numerics/multigrid.h"
#include "planning/numerics/voxel_system.h"

#include <vector>

namespace trocar::numerics {

/// `solve` again and again on systems that couple the same voxels, as an injection does step after
/// step: memory and rows are kept.
class PressureSolver {
 public:
  SolveReport solve(const VoxelSystem& system,
                    const std::vector<double>& source,
                    std::vector<double>& pressure,
                    const SolveOptions& options);

 private:
  Multigrid multigrid_;
  GradientVectors vectors_;
};

}  // namespace trocar::numerics
