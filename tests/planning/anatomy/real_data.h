#pragma once

#include "core/case.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace trocar::testing {

/// A set of the public test data, or an empty path where the folder is absent.
std::filesystem::path realData(const char* set);

/// A closed surface of triangles in patient space.
struct Mesh {
  std::vector<Vec3> points;
  std::vector<std::array<std::size_t, 3>> triangles;
};
/// A Wavefront file in metres with x forward, y to the left and z up, as patient LPS millimetres.
Mesh readForwardLeftUpMesh(const std::filesystem::path& file);
/// Sets `value` for the voxels whose centres lie inside; the grid's axes must be the patient's.
void fill(const Mesh& mesh,
          const Grid& grid,
          std::uint16_t value,
          std::vector<std::uint16_t>& labels);

/// L1 to L5, sacrum and both hip bones of the Visible Human (mesh_artisynth_LSS), in voxels of 1
/// mm; read once.
const Case& visibleHuman(const std::filesystem::path& folder);

}  // namespace trocar::testing
