#pragma once

#include "core/grid.h"
#include "core/structure.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace trocar {

/// Voxels side by side in the order of `Grid::offset`.
struct VoxelRun {
  std::size_t first = 0;
  std::size_t count = 0;

  bool operator==(const VoxelRun&) const = default;
};

/// One thing that is handed over as voxels. Things may overlap; all of an export share one grid.
struct Segment {
  std::string id;    ///< Such as "vertebra_L3", "N1" or "zone_minus_20C".
  std::string name;  ///< For people, any script.
  std::string kind;  ///< A role's word, or "needle", "zone" or "cement".
  std::array<std::uint8_t, 3> rgb{};
  std::vector<VoxelRun> runs;  ///< Ascending, none empty, none touching the next.
  Basis basis = Basis::Measured;
};

/// The voxels that are not 0.
std::vector<VoxelRun> runsOf(const std::vector<std::uint8_t>& mask);
std::size_t voxelCount(const Segment& segment);

/// Numbers of the layers, from 0, such that no two segments of a layer share a voxel; each segment
/// goes into the first that has room.
std::vector<int> layersOf(const std::vector<Segment>& segments, const Grid& grid);

}  // namespace trocar
