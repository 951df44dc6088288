#pragma once

#include "core/progress.h"
#include "core/segmentation/spine/vertebra_fit.h"

#include <vector>

namespace trocar::segmentation {

/// Whose bone each voxel is: 1 for the first of `vertebrae`, 2 for the next, and so on; on the part
/// of the CT's grid around them. `discs` lie below and above them: one more than vertebrae. Within
/// a model every voxel is bone; near it, what is dense, and what dense bone leads to from there
/// within 8 mm, each to the vertebra that it is reached from first. No body passes the middle of a
/// disc.
LabelMap shareBone(const Volume& ct,
                   const std::vector<FittedVertebra>& vertebrae,
                   const std::vector<DiscPlane>& discs,
                   const std::vector<Station>& axis,
                   const Progress& = {});

}  // namespace trocar::segmentation
