#pragma once

#include "planning/cement/multigrid.h"
#include "planning/cement/voxel_system.h"

#include <vector>

namespace trocar {

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
  std::vector<double> r_, z_, q_, d_;
};

}  // namespace trocar
