#pragma once

#include "core/grid.h"

#include <string>
#include <string_view>

namespace trocar {

/// The header of an NRRD file with little-endian voxels of `type` on the grid, in LPS millimetres
/// to 17 digits, without the empty line that ends it. `layers` values lie side by side for each
/// voxel; 0 is one, without an axis of its own.
std::string nrrdHeader(const Grid& grid,
                       std::string_view type,
                       std::string_view encoding,
                       int layers = 0);

}  // namespace trocar
