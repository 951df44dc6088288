#pragma once

#include "render/canvas.h"
#include "render/slice_plane.h"
#include "render/surface.h"

#include <vector>

namespace trocar {

/// Where the plane cuts the surface, in the picture's pixels: closed loops for a closed surface.
std::vector<Path> cutMesh(const Mesh& mesh, const SlicePlane& plane);

}  // namespace trocar
