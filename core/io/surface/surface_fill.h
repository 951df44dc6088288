#pragma once

#include "core/grid.h"
#include "core/image.h"
#include "core/progress.h"

#include <array>
#include <cstdint>
#include <vector>

namespace trocar {

/// Edges that an odd number of the triangles share: none where the surface is closed.
std::size_t openEdges(const std::vector<std::array<std::uint32_t, 3>>& triangles);

/// 1 at the voxels whose centres lie inside the triangles, else 0. Inside is what a ray leaves
/// through an odd number of them, so shells within shells are hollow. The same voxels for any
/// number of threads.
LabelMap filledSurface(const std::vector<Vec3>& pointsMm,
                       const std::vector<std::array<std::uint32_t, 3>>& triangles,
                       const Grid& grid,
                       const Progress& = {});

}  // namespace trocar
