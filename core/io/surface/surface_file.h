#pragma once

#include "core/progress.h"
#include "core/vec3.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace trocar {

/// Triangles as a file holds them: in its unit, along its axes. Points of one place are one.
struct SurfaceFile {
  std::vector<Vec3> points;
  std::vector<std::array<std::uint32_t, 3>> triangles;
  std::string space;  ///< "LPS" or "RAS" where the file says so, as 3D Slicer does; else empty.
};

/// Endings of the files that readSurfaceFile reads, in lower case: ".stl" and so on.
const std::vector<std::string>& surfaceEndings();
bool isSurfaceFile(const std::filesystem::path& path);

/// STL, OBJ, PLY, VTP or legacy VTK. Read by trocar_decoder, so that an odd file cannot end the
/// process. Throws Error where it holds no triangle or cannot be read.
SurfaceFile readSurfaceFile(const std::filesystem::path& path, const Progress& = {});

}  // namespace trocar
