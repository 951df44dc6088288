#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace trocar {

/// A surface as its file has it: no unit, axes as stated.
struct DecodedSurface {
  std::vector<std::array<double, 3>> points;
  std::vector<std::array<std::uint32_t, 3>> triangles;
  std::string space;  ///< "LPS" or "RAS" where the file says so; else empty.
};

/// STL, OBJ, PLY, VTP or legacy VTK, by the ending of its name. Throws std::runtime_error with what
/// is wrong with the file.
DecodedSurface decodedSurface(const std::string& path);

}  // namespace trocar
