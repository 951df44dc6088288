#pragma once

#include "core/drawing/stroke.h"
#include "core/progress.h"
#include "core/voxel_runs.h"

#include <vector>

namespace trocar::drawing {

/// The voxels that hang together with the one at `seedMm`, face to face, with HU in the range, no
/// farther from it than `reachMm`. Throws Error where the seed itself lies outside the CT or the
/// range.
VoxelRuns grownFrom(const Volume& ct, const Vec3& seedMm, const HuRange& range, double reachMm);

/// Each set grows to the voxels that are nearer to it than to any other along paths that avoid
/// steps of HU, within the box around all sets, `marginMm` wider: the shortest-path forest of
/// Zhu et al. 2014 ("An effective interactive medical image segmentation method using Fast
/// GrowCut", MICCAI IMIC workshop). The sets keep their voxels; one of them should mark what is no
/// structure. Equal distances go to the earlier set. Throws Error for fewer than two sets.
std::vector<VoxelRuns> grownApart(const Volume& ct,
                                  const std::vector<VoxelRuns>& seeds,
                                  double marginMm,
                                  const Progress& = {});

}  // namespace trocar::drawing
