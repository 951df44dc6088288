#include "core/segmentation/skin.h"

#include "core/parallel.h"

#include <algorithm>
#include <array>
#include <cmath>
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
  int index(std::size_t voxel, std::size_t axis) const {
    return static_cast<int>(static_cast<std::ptrdiff_t>(voxel) / step[axis] % size[axis]);
  }
  bool hasBefore(std::size_t voxel, std::size_t axis) const { return index(voxel, axis) > 0; }
  bool hasAfter(std::size_t voxel, std::size_t axis) const {
    return index(voxel, axis) + 1 < size[axis];
  }
};

/// Calls `visit(neighbour)` for the neighbours of a voxel along the given axes.
template <typename Visit>
void forNeighbours(const Block& block,
                   std::size_t voxel,
                   const std::vector<std::size_t>& axes,
                   const Visit& visit) {
  for (const std::size_t axis : axes) {
    const auto step = static_cast<std::size_t>(block.step[axis]);
    if (block.hasBefore(voxel, axis))
      visit(voxel - step);
    if (block.hasAfter(voxel, axis))
      visit(voxel + step);
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
  parallelFor(means.size(), [&](std::size_t v) {
    const VoxelIndex at = grid.voxelAt(v);
    float sum = 0.0F;
    for (int k = 0; k < stride[2]; ++k) {
      for (int j = 0; j < stride[1]; ++j) {
        const std::int16_t* row =
            ct.data() + fine.offset({at.i * stride[0], at.j * stride[1] + j, at.k * stride[2] + k});
        for (int i = 0; i < stride[0]; ++i)
          sum += row[i];
      }
    }
    means[v] = sum * share;
  });
  return {grid, std::move(means)};
}

/// Voxels all of whose neighbours inside the block are set.
Mask eroded(const Block& block, const Mask& mask) {
  Mask result = mask;
  for (std::size_t v = 0; v < mask.size(); ++v) {
    if (mask[v] != 0)
      forNeighbours(block, v, kAllAxes, [&](std::size_t n) { result[v] = result[v] & mask[n]; });
  }
  return result;
}

/// The voxels of `mask` that are set in `core` or beside one that is.
Mask regrown(const Block& block, const Mask& core, const Mask& mask) {
  Mask result = core;
  for (std::size_t v = 0; v < mask.size(); ++v) {
    if (mask[v] != 0)
      forNeighbours(block, v, kAllAxes, [&](std::size_t n) { result[v] = result[v] | core[n]; });
  }
  return result;
}

/// Marks everything that `seeds` reach through `open` voxels along the axes.
Mask reached(const Block& block,
             const Mask& open,
             std::vector<std::size_t> seeds,
             const std::vector<std::size_t>& axes) {
  Mask mark(open.size(), 0);
  for (const std::size_t seed : seeds)
    mark[seed] = 1;
  while (!seeds.empty()) {
    const std::size_t voxel = seeds.back();
    seeds.pop_back();
    forNeighbours(block, voxel, axes, [&](std::size_t n) {
      if (open[n] != 0 && mark[n] == 0) {
        mark[n] = 1;
        seeds.push_back(n);
      }
    });
  }
  return mark;
}

/// Takes the piece around `seed` out of `left` and lists its voxels.
std::vector<std::size_t> takePiece(const Block& block, Mask& left, std::size_t seed) {
  std::vector<std::size_t> piece = {seed};
  left[seed] = 0;
  for (std::size_t next = 0; next < piece.size(); ++next) {
    forNeighbours(block, piece[next], kAllAxes, [&](std::size_t n) {
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

/// Sets what air from the edges of its plane cannot reach.
Mask filled(const Block& block, const Mask& mask, const std::vector<std::size_t>& axes) {
  Mask air(mask.size());
  std::vector<std::size_t> seeds;
  for (std::size_t v = 0; v < mask.size(); ++v) {
    air[v] = mask[v] == 0 ? 1 : 0;
    const bool edge = std::any_of(axes.begin(), axes.end(), [&](std::size_t axis) {
      return !block.hasBefore(v, axis) || !block.hasAfter(v, axis);
    });
    if (edge && air[v] != 0)
      seeds.push_back(v);
  }
  Mask outside = reached(block, air, std::move(seeds), axes);
  for (std::uint8_t& voxel : outside)
    voxel = static_cast<std::uint8_t>(1U - voxel);
  return outside;
}

/// Share of the outline within the planes that is the image's edge.
double cutShareOf(const Block& block, const Mask& body, const std::vector<std::size_t>& axes) {
  std::size_t cut = 0;
  std::size_t skin = 0;
  for (std::size_t v = 0; v < body.size(); ++v) {
    if (body[v] == 0)
      continue;
    for (const std::size_t axis : axes)
      cut += (block.hasBefore(v, axis) ? 0U : 1U) + (block.hasAfter(v, axis) ? 0U : 1U);
    forNeighbours(block, v, axes, [&](std::size_t n) { skin += body[n] == 0 ? 1U : 0U; });
  }
  return cut + skin == 0 ? 1.0 : static_cast<double>(cut) / static_cast<double>(cut + skin);
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
