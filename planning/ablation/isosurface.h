#pragma once

#include "core/image.h"

#include <array>
#include <string>
#include <vector>

namespace trocar {

/// Triangles, their corners counter-clockwise seen from outside.
struct TriangleMesh {
  std::vector<Vec3> pointsMm;
  std::vector<std::array<int, 3>> triangles;
};

/// The closed surface around what lies below `value` (or above), by marching tetrahedra: six to the
/// cube between eight voxel centres. The rim of the image counts as outside.
TriangleMesh isosurface(const Image<float>& image, double value, bool below);

/// Binary STL, millimetres LPS.
std::string stlBytes(const TriangleMesh& mesh);

}  // namespace trocar
