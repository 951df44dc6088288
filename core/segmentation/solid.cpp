#include "core/segmentation/solid.h"

#include "core/parallel.h"

#include <utility>

namespace trocar::segmentation {
namespace {

const std::vector<std::size_t> kAllAxes = {0, 1, 2};

/// Takes the piece around `seed` out of `left` and lists its voxels.
std::vector<std::size_t> takePiece(const Block& block, Mask& left, std::size_t seed) {
  std::vector<std::size_t> piece = {seed};
  left[seed] = 0;
  for (std::size_t next = 0; next < piece.size(); ++next) {
    forNeighbours(block, piece[next], block.at(piece[next]), kAllAxes, [&](std::size_t n) {
      if (left[n] != 0) {
        left[n] = 0;
        piece.push_back(n);
      }
    });
  }
  return piece;
}

/// A plane of a block, its pixels along two of the block's axes.
struct BlockPlane {
  std::size_t first = 0;
  std::array<int, 2> size{};
  std::array<std::size_t, 2> step{};

  std::size_t voxel(int u, int v) const {
    return first + static_cast<std::size_t>(u) * step[0] + static_cast<std::size_t>(v) * step[1];
  }
};

/// Sets in `filled` what air from the edges of the plane cannot reach.
void fillPlane(const BlockPlane& plane, const Mask& mask, Mask& filled) {
  const auto [width, height] = plane.size;
  std::vector<std::pair<int, int>> open;
  const auto reach = [&](int u, int v) {
    const std::size_t voxel = plane.voxel(u, v);
    if (mask[voxel] != 0 || filled[voxel] == 0)
      return;
    filled[voxel] = 0;
    open.emplace_back(u, v);
  };
  for (int u = 0; u < width; ++u) {
    reach(u, 0);
    reach(u, height - 1);
  }
  for (int v = 0; v < height; ++v) {
    reach(0, v);
    reach(width - 1, v);
  }
  while (!open.empty()) {
    const auto [u, v] = open.back();
    open.pop_back();
    if (u > 0)
      reach(u - 1, v);
    if (u + 1 < width)
      reach(u + 1, v);
    if (v > 0)
      reach(u, v - 1);
    if (v + 1 < height)
      reach(u, v + 1);
  }
}

}  // namespace

Mask eroded(const Block& block, const Mask& mask) {
  Mask result = mask;
  parallelFor(block.size[2], [&](int k) {
    forSlice(block, k, [&](std::size_t v, const std::array<int, 3>& at) {
      if (mask[v] != 0)
        forNeighbours(
            block, v, at, kAllAxes, [&](std::size_t n) { result[v] = result[v] & mask[n]; });
    });
  });
  return result;
}

Mask regrown(const Block& block, const Mask& core, const Mask& mask) {
  Mask result = core;
  parallelFor(block.size[2], [&](int k) {
    forSlice(block, k, [&](std::size_t v, const std::array<int, 3>& at) {
      if (mask[v] != 0)
        forNeighbours(
            block, v, at, kAllAxes, [&](std::size_t n) { result[v] = result[v] | core[n]; });
    });
  });
  return result;
}

Mask largestPiece(const Block& block, Mask left) {
  std::vector<std::size_t> best;
  for (std::size_t v = 0; v < left.size(); ++v) {
    if (left[v] == 0)
      continue;
    std::vector<std::size_t> piece = takePiece(block, left, v);
    if (piece.size() > best.size())
      best = std::move(piece);
  }
  Mask mask(left.size(), 0);
  for (const std::size_t voxel : best)
    mask[voxel] = 1;
  return mask;
}

Mask filled(const Block& block, const Mask& mask, const std::vector<std::size_t>& axes) {
  const std::size_t along = 3 - axes[0] - axes[1];
  Mask result(mask.size(), 1);
  parallelFor(block.size[along], [&](int n) {
    const BlockPlane plane{
        static_cast<std::size_t>(n) * static_cast<std::size_t>(block.step[along]),
        {block.size[axes[0]], block.size[axes[1]]},
        {static_cast<std::size_t>(block.step[axes[0]]),
         static_cast<std::size_t>(block.step[axes[1]])}};
    fillPlane(plane, mask, result);
  });
  return result;
}

}  // namespace trocar::segmentation
