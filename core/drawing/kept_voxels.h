#pragma once

#include "core/voxel_runs.h"

#include <utility>
#include <vector>

namespace trocar::drawing {

/// Those of the set for which `keep(VoxelIndex)` is true.
template <typename Keep>
VoxelRuns keptVoxels(const VoxelRuns& voxels, const Keep& keep) {
  std::vector<RowRun> kept;
  for (const RowRun& run : voxels.runs()) {
    for (int i = run.first; i < run.end; ++i) {
      if (keep(VoxelIndex{i, run.j, run.k}))
        kept.push_back({run.k, run.j, i, i + 1});
    }
  }
  return VoxelRuns(std::move(kept));
}

}  // namespace trocar::drawing
