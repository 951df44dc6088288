#pragma once

#include "core/grid.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace trocar::segmentation {

using Mask = std::vector<std::uint8_t>;

/// A block of voxels with the size and steps of a grid; neighbours are told by axis.
struct Block {
  std::array<int, 3> size{};
  std::array<std::ptrdiff_t, 3> step{};

  explicit Block(const Grid& grid) : size(grid.size()), step{1, grid.size()[0], 0} {
    step[2] = step[1] * grid.size()[1];
  }
  std::size_t count() const {
    return static_cast<std::size_t>(step[2]) * static_cast<std::size_t>(size[2]);
  }
  std::array<int, 3> at(std::size_t voxel) const {
    const auto row = static_cast<std::size_t>(size[0]);
    const auto rows = static_cast<std::size_t>(size[1]);
    return {static_cast<int>(voxel % row),
            static_cast<int>(voxel / row % rows),
            static_cast<int>(voxel / row / rows)};
  }
};

/// Calls `visit(neighbour)` for the neighbours along the given axes of the voxel at `at`.
template <typename Visit>
void forNeighbours(const Block& block,
                   std::size_t voxel,
                   const std::array<int, 3>& at,
                   const std::vector<std::size_t>& axes,
                   const Visit& visit) {
  for (const std::size_t axis : axes) {
    const auto step = static_cast<std::size_t>(block.step[axis]);
    if (at[axis] > 0)
      visit(voxel - step);
    if (at[axis] + 1 < block.size[axis])
      visit(voxel + step);
  }
}

/// Calls `visit(voxel, at)` for the voxels of slice `k`.
template <typename Visit>
void forSlice(const Block& block, int k, const Visit& visit) {
  auto voxel = static_cast<std::size_t>(block.step[2]) * static_cast<std::size_t>(k);
  for (int j = 0; j < block.size[1]; ++j) {
    for (int i = 0; i < block.size[0]; ++i)
      visit(voxel++, std::array<int, 3>{i, j, k});
  }
}

/// Voxels all of whose neighbours inside the block are set.
Mask eroded(const Block& block, const Mask& mask);
/// The voxels of `mask` that are set in `core` or beside one that is.
Mask regrown(const Block& block, const Mask& core, const Mask& mask);
/// The largest connected piece.
Mask largestPiece(const Block& block, Mask mask);
/// Sets what air from the edges of its plane cannot reach; a plane has the two axes.
Mask filled(const Block& block, const Mask& mask, const std::vector<std::size_t>& axes);

}  // namespace trocar::segmentation
