#include "core/segmentation/skin.h"

#include "core/parallel.h"
#include "core/pixel_sums.h"
#include "core/segmentation/solid.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

namespace trocar::segmentation {
namespace {

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
  parallelFor(size[2], [&](int slice) {
    std::vector<std::int32_t> sums(static_cast<std::size_t>(fine.size()[0]));
    float* mean = means.data() + grid.offset({0, 0, slice});
    for (int row = 0; row < size[1]; ++row) {
      std::fill(sums.begin(), sums.end(), 0);
      for (int k = 0; k < stride[2]; ++k) {
        for (int j = 0; j < stride[1]; ++j)
          addPixels(ct.data() + fine.offset({0, row * stride[1] + j, slice * stride[2] + k}),
                    sums.size(),
                    sums.data());
      }
      for (auto sum = sums.cbegin(); sum < sums.cbegin() + size[0] * stride[0]; sum += stride[0])
        *mean++ = share * static_cast<float>(std::accumulate(sum, sum + stride[0], 0));
    }
  });
  return {grid, std::move(means)};
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
