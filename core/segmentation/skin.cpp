#include "core/segmentation/skin.h"

#include "core/parallel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

namespace trocar::segmentation {
namespace {

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

const std::vector<std::size_t> kAllAxes = {0, 1, 2};

/// Blocks of voxels whose edges are close to 2 mm, each at the mean of its voxels.
Image<float> blockMeans(const Volume& ct) {
  constexpr double kBlockMm = 2.0;
  const Grid& fine = ct.grid();
  std::array<int, 3> stride{};
  std::array<int, 3> size{};
  Vec3 middle;
  Vec3 spacing;
  for (std::size_t a = 0; a < 3; ++a) {
    const int axis = static_cast<int>(a);
    stride[a] = std::clamp(
        static_cast<int>(std::lround(kBlockMm / fine.spacingMm()[axis])), 1, fine.size()[a]);
    size[a] = fine.size()[a] / stride[a];
    middle[axis] = 0.5 * (stride[a] - 1);
    spacing[axis] = fine.spacingMm()[axis] * stride[a];
  }
  const Grid grid(size, fine.voxelToPatient(middle), spacing, fine.directions());
  std::vector<float> means(grid.voxelCount());
  const float share = 1.0F / static_cast<float>(stride[0] * stride[1] * stride[2]);
  const Block block(grid);
  parallelFor(size[2], [&](int slice) {
    forSlice(block, slice, [&](std::size_t v, const std::array<int, 3>& at) {
      float sum = 0.0F;
      for (int k = 0; k < stride[2]; ++k) {
        for (int j = 0; j < stride[1]; ++j) {
          const std::int16_t* row =
              ct.data() +
              fine.offset({at[0] * stride[0], at[1] * stride[1] + j, at[2] * stride[2] + k});
          for (int i = 0; i < stride[0]; ++i)
            sum += row[i];
        }
      }
      means[v] = sum * share;
    });
  });
  return {grid, std::move(means)};
}

/// Voxels all of whose neighbours inside the block are set.
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

/// The voxels of `mask` that are set in `core` or beside one that is.
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

/// The two axes of the planes that lie closest to axial ones.
std::vector<std::size_t> axialAxes(const Grid& grid) {
  int along = 0;
  grid.directions().row(2).cwiseAbs().maxCoeff(&along);
  std::vector<std::size_t> axes;
  for (std::size_t a = 0; a < 3; ++a) {
    if (static_cast<int>(a) != along)
      axes.push_back(a);
  }
  return axes;
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

/// Sets what air from the edges of its plane cannot reach.
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

/// Share of the outline within the planes that is the image's edge.
double cutShareOf(const Block& block, const Mask& body, const std::vector<std::size_t>& axes) {
  struct Outline {
    std::size_t cut = 0;
    std::size_t skin = 0;
    Outline& operator+=(const Outline& other) {
      cut += other.cut;
      skin += other.skin;
      return *this;
    }
  };
  const Outline sum = parallelSum(block.size[2], Outline(), [&](int k) {
    Outline slice;
    forSlice(block, k, [&](std::size_t v, const std::array<int, 3>& at) {
      if (body[v] == 0)
        return;
      for (const std::size_t axis : axes)
        slice.cut += (at[axis] > 0 ? 0U : 1U) + (at[axis] + 1 < block.size[axis] ? 0U : 1U);
      forNeighbours(
          block, v, at, axes, [&](std::size_t n) { slice.skin += body[n] == 0 ? 1U : 0U; });
    });
    return slice;
  });
  return sum.cut + sum.skin == 0
             ? 1.0
             : static_cast<double>(sum.cut) / static_cast<double>(sum.cut + sum.skin);
}

}  // namespace

std::optional<BodySegmentation> segmentBody(const Volume& ct) {
  constexpr float kBodyHu = -300.0F;  // Between fat, about -100, and air.
  constexpr double kMostCut = 0.25;
  const Image<float> means = blockMeans(ct);
  const Block block(means.grid());
  Mask tissue(block.count());
  std::transform(means.voxels().begin(), means.voxels().end(), tissue.begin(), [](float hu) {
    return static_cast<std::uint8_t>(hu > kBodyHu ? 1 : 0);
  });
  const std::vector<std::size_t> axes = axialAxes(means.grid());
  const Mask solid = filled(block, tissue, axes);
  const Mask body =
      filled(block, regrown(block, largestPiece(block, eroded(block, solid)), solid), axes);
  const double cutShare = cutShareOf(block, body, axes);
  if (cutShare > kMostCut)
    return std::nullopt;
  return BodySegmentation{
      LabelMap(means.grid(), std::vector<std::uint16_t>(body.begin(), body.end())), cutShare};
}

}  // namespace trocar::segmentation
