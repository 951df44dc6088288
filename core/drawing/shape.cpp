#include "core/drawing/shape.h"

#include "core/distance_transform.h"
#include "core/error.h"
#include "core/parallel.h"

#include <queue>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <utility>
#include <vector>

namespace trocar::drawing {
namespace {

struct Step {
  int i;
  int j;
  int k;
};
using Steps = std::vector<Step>;

/// To the neighbours that share a face; a face, an edge or a corner.
Steps stepsTo(bool facesOnly) {
  Steps steps;
  for (int k = -1; k <= 1; ++k)
    for (int j = -1; j <= 1; ++j)
      for (int i = -1; i <= 1; ++i) {
        const int moved = std::abs(i) + std::abs(j) + std::abs(k);
        if (moved == 1 || (moved > 1 && !facesOnly))
          steps.push_back({i, j, k});
      }
  return steps;
}

/// Calls `visit(offset)` for the neighbours that lie in the patch.
template <typename Visit>
void visitAround(const VoxelPatch& patch, std::size_t at, const Steps& steps, const Visit& visit) {
  const auto wide = static_cast<std::size_t>(patch.size[0]);
  const std::size_t plane = wide * static_cast<std::size_t>(patch.size[1]);
  const int i = static_cast<int>(at % wide), j = static_cast<int>(at % plane / wide),
            k = static_cast<int>(at / plane);
  for (const Step& step : steps) {
    const int x = i + step.i, y = j + step.j, z = k + step.k;
    if (x >= 0 && y >= 0 && z >= 0 && x < patch.size[0] && y < patch.size[1] && z < patch.size[2])
      visit(patch.offset(x, y, z));
  }
}

/// Gives all that hangs together with `from` and has its value the value `to`; how many they are.
std::size_t flood(VoxelPatch& patch, std::size_t from, std::uint8_t to, const Steps& steps) {
  const std::uint8_t value = patch.voxels[from];
  std::vector<std::size_t> waiting = {from};
  patch.voxels[from] = to;
  std::size_t count = 0;
  while (!waiting.empty()) {
    const std::size_t at = waiting.back();
    waiting.pop_back();
    ++count;
    visitAround(patch, at, steps, [&](std::size_t next) {
      if (patch.voxels[next] != value)
        return;
      patch.voxels[next] = to;
      waiting.push_back(next);
    });
  }
  return count;
}

/// The patch with a frame of one voxel around it; it may reach beyond the grid.
VoxelPatch framed(const VoxelRuns& set) {
  VoxelBox box = set.box().value();
  for (std::size_t a = 0; a < 3; ++a) {
    --box.low[a];
    ++box.high[a];
  }
  return patchOf(set, box);
}

std::vector<double> kernelOf(double sigmaVoxels) {
  const int reach = std::max(1, static_cast<int>(std::ceil(3.0 * sigmaVoxels)));
  std::vector<double> kernel;
  double sum = 0.0;
  for (int n = -reach; n <= reach; ++n) {
    kernel.push_back(std::exp(-0.5 * n * n / (sigmaVoxels * sigmaVoxels)));
    sum += kernel.back();
  }
  for (double& weight : kernel)
    weight /= sum;
  return kernel;
}

/// Blurs along one axis; outside the patch the edge goes on, so that a set that ends with the CT
/// does not shrink there.
std::vector<float> blurred(const VoxelPatch& patch,
                           const std::vector<float>& values,
                           std::size_t axis,
                           const std::vector<double>& kernel) {
  std::vector<float> result(values.size());
  const int reach = static_cast<int>(kernel.size() / 2);
  parallelFor(patch.size[2], [&](int k) {
    for (int j = 0; j < patch.size[1]; ++j)
      for (int i = 0; i < patch.size[0]; ++i) {
        double sum = 0.0;
        for (int n = -reach; n <= reach; ++n) {
          std::array<int, 3> at = {i, j, k};
          at[axis] = std::clamp(at[axis] + n, 0, patch.size[axis] - 1);
          sum += kernel[static_cast<std::size_t>(n + reach)] *
                 static_cast<double>(values[patch.offset(at[0], at[1], at[2])]);
        }
        result[patch.offset(i, j, k)] = static_cast<float>(sum);
      }
  });
  return result;
}

/// Signed distances to the outline of one slice of the patch, in the slice alone.
std::vector<float> outlineDistances(const VoxelPatch& patch,
                                    const Grid& grid,
                                    std::size_t axis,
                                    int slice) {
  constexpr double kFarMm = 1.0e6;  // The faces of the layer itself are no outline.
  MaskBlock block{patch.size, grid.spacingMm(), {}};
  block.size[axis] = 1;
  block.spacingMm[static_cast<Eigen::Index>(axis)] = kFarMm;
  std::array<Samples, 3> samples;
  for (std::size_t a = 0; a < 3; ++a)
    samples[a] = {0, 1, block.size[a]};
  std::array<int, 3> at{};
  for (at[2] = 0; at[2] < block.size[2]; ++at[2])
    for (at[1] = 0; at[1] < block.size[1]; ++at[1])
      for (at[0] = 0; at[0] < block.size[0]; ++at[0]) {
        std::array<int, 3> in = at;
        in[axis] = slice;
        block.inside.push_back(patch.voxels[patch.offset(in[0], in[1], in[2])]);
      }
  return signedDistances(block, samples);
}

/// Slices of the patch that hold a voxel.
std::vector<int> drawnSlices(const VoxelRuns& set, const VoxelPatch& patch, std::size_t axis) {
  std::vector<std::uint8_t> drawn(static_cast<std::size_t>(patch.size[axis]), 0);
  for (const RowRun& run : set.runs()) {
    if (axis == 0) {
      for (int i = run.first; i < run.end; ++i)
        drawn[static_cast<std::size_t>(i - patch.low[0])] = 1;
    } else {
      drawn[static_cast<std::size_t>((axis == 1 ? run.j : run.k) - patch.low[axis])] = 1;
    }
  }
  std::vector<int> slices;
  for (std::size_t n = 0; n < drawn.size(); ++n) {
    if (drawn[n] != 0)
      slices.push_back(static_cast<int>(n));
  }
  return slices;
}

/// Fills the slices between two drawn ones.
void fillBetween(VoxelPatch& patch, const Grid& grid, std::size_t axis, int from, int to) {
  const std::vector<float> first = outlineDistances(patch, grid, axis, from);
  const std::vector<float> last = outlineDistances(patch, grid, axis, to);
  std::array<int, 3> size = patch.size;
  size[axis] = 1;
  for (int slice = from + 1; slice < to; ++slice) {
    const double share = static_cast<double>(slice - from) / (to - from);
    std::size_t n = 0;
    for (int k = 0; k < size[2]; ++k)
      for (int j = 0; j < size[1]; ++j)
        for (int i = 0; i < size[0]; ++i, ++n) {
          std::array<int, 3> at = {i, j, k};
          at[axis] = slice;
          const double mixed =
              (1.0 - share) * static_cast<double>(first[n]) + share * static_cast<double>(last[n]);
          patch.voxels[patch.offset(at[0], at[1], at[2])] = mixed < 0.0 ? 1 : 0;
        }
  }
}

std::vector<float> depthsOf(const VoxelPatch& patch, const Grid& grid) {
  std::array<Samples, 3> samples;
  for (std::size_t a = 0; a < 3; ++a)
    samples[a] = {0, 1, patch.size[a]};
  std::vector<float> depths =
      signedDistances(MaskBlock{patch.size, grid.spacingMm(), patch.voxels}, samples);
  for (float& depth : depths)
    depth = -depth;
  return depths;
}

/// Where a point lies in the patch; nullopt outside the set.
std::optional<std::size_t> placeOf(const VoxelPatch& patch, const Grid& grid, const Vec3& pointMm) {
  const VoxelIndex voxel = grid.nearestVoxel(pointMm);
  const std::array<int, 3> at = {
      voxel.i - patch.low[0], voxel.j - patch.low[1], voxel.k - patch.low[2]};
  for (std::size_t a = 0; a < 3; ++a) {
    if (at[a] < 0 || at[a] >= patch.size[a])
      return std::nullopt;
  }
  const std::size_t offset = patch.offset(at[0], at[1], at[2]);
  return patch.voxels[offset] != 0 ? std::optional(offset) : std::nullopt;
}

/// From a place uphill to the top: a click near the surface means the part whose surface it is.
std::vector<std::size_t> climb(const VoxelPatch& patch,
                               const std::vector<float>& depths,
                               std::size_t from) {
  const Steps steps = stepsTo(false);
  std::vector<std::size_t> way = {from};
  for (bool higher = true; higher;) {
    std::size_t best = way.back();
    visitAround(patch, way.back(), steps, [&](std::size_t next) {
      if (patch.voxels[next] != 0 && depths[next] > depths[best])
        best = next;
    });
    higher = best != way.back();
    if (higher)
      way.push_back(best);
  }
  return way;
}

}  // namespace

VoxelRuns filled(const VoxelRuns& set, const Grid& grid) {
  if (set.empty())
    return set;
  VoxelPatch patch = framed(set);
  constexpr std::uint8_t kAround = 2;
  flood(patch, 0, kAround, stepsTo(true));
  for (std::uint8_t& voxel : patch.voxels)
    voxel = voxel == kAround ? 0 : 1;
  const VoxelPatch inner = patchOf(set, grid);
  VoxelPatch cut = inner;
  for (int k = 0; k < cut.size[2]; ++k)
    for (int j = 0; j < cut.size[1]; ++j)
      for (int i = 0; i < cut.size[0]; ++i)
        cut.voxels[cut.offset(i, j, k)] = patch.voxels[patch.offset(i + 1, j + 1, k + 1)];
  return runsOf(cut);
}

VoxelRuns largestPiece(const VoxelRuns& set, const Grid& grid) {
  if (set.empty())
    return set;
  VoxelPatch patch = patchOf(set, grid);
  const Steps steps = stepsTo(false);
  constexpr std::uint8_t kDone = 2, kLargest = 3, kTried = 4;
  std::size_t most = 0;
  for (std::size_t at = 0; at < patch.voxels.size(); ++at) {
    if (patch.voxels[at] != 1)
      continue;
    const std::size_t count = flood(patch, at, kTried, steps);
    const bool largest = count > most;
    if (largest)
      std::replace(patch.voxels.begin(), patch.voxels.end(), kLargest, kDone);
    flood(patch, at, largest ? kLargest : kDone, steps);
    most = std::max(most, count);
  }
  for (std::uint8_t& voxel : patch.voxels)
    voxel = voxel == kLargest ? 1 : 0;
  return runsOf(patch);
}

VoxelRuns smoothed(const VoxelRuns& set, const Grid& grid, double sigmaMm) {
  if (set.empty())
    return set;
  const double widest = sigmaMm / grid.spacingMm().minCoeff();
  VoxelPatch patch = patchOf(set, grid, 1 + static_cast<int>(std::ceil(3.0 * widest)));
  std::vector<float> values(patch.voxels.begin(), patch.voxels.end());
  for (std::size_t axis = 0; axis < 3; ++axis)
    values = blurred(
        patch, values, axis, kernelOf(sigmaMm / grid.spacingMm()[static_cast<Eigen::Index>(axis)]));
  for (std::size_t n = 0; n < values.size(); ++n)
    patch.voxels[n] = values[n] >= 0.5F ? 1 : 0;
  return runsOf(patch);
}

VoxelRuns mirrored(const VoxelRuns& set,
                   const Grid& grid,
                   const Vec3& pointMm,
                   const Vec3& normal) {
  const std::optional<VoxelBox> from = set.box();
  if (!from)
    return set;
  const Vec3 across = normal.normalized();
  const auto image = [&](const Vec3& point) -> Vec3 {
    return point - 2.0 * (point - pointMm).dot(across) * across;
  };
  std::vector<Vec3> corners;
  for (int corner = 0; corner < 8; ++corner)
    corners.push_back(
        image(grid.voxelToPatient(VoxelIndex{(corner & 1) != 0 ? from->high[0] : from->low[0],
                                             (corner & 2) != 0 ? from->high[1] : from->low[1],
                                             (corner & 4) != 0 ? from->high[2] : from->low[2]})));
  const std::optional<VoxelBox> box = voxelsAround(grid, corners, grid.spacingMm().maxCoeff());
  if (!box)
    return {};
  VoxelPatch patch = patchOf({}, *box);
  for (int k = 0; k < patch.size[2]; ++k)
    for (int j = 0; j < patch.size[1]; ++j)
      for (int i = 0; i < patch.size[0]; ++i) {
        const Vec3 point =
            grid.voxelToPatient(VoxelIndex{i + patch.low[0], j + patch.low[1], k + patch.low[2]});
        patch.voxels[patch.offset(i, j, k)] = set.contains(grid.nearestVoxel(image(point))) ? 1 : 0;
      }
  return runsOf(patch);
}

VoxelRuns betweenSlices(const VoxelRuns& set, const Grid& grid, int axis) {
  if (set.empty())
    return set;
  const auto along = static_cast<std::size_t>(axis);
  VoxelPatch patch = patchOf(set, grid);
  const std::vector<int> slices = drawnSlices(set, patch, along);
  for (std::size_t n = 1; n < slices.size(); ++n) {
    if (slices[n] > slices[n - 1] + 1)
      fillBetween(patch, grid, along, slices[n - 1], slices[n]);
  }
  return runsOf(patch);
}

std::array<VoxelRuns, 2> split(const VoxelRuns& set,
                               const Grid& grid,
                               const std::array<Vec3, 2>& pointsMm) {
  VoxelPatch patch = patchOf(set, grid);
  const std::vector<float> depths = depthsOf(patch, grid);
  // The deepest first; of equals the one that was reached first.
  using Reached = std::tuple<float, std::int64_t, std::size_t>;
  std::priority_queue<Reached> reached;
  std::vector<std::uint8_t> owners(patch.voxels.size(), 0);
  std::int64_t order = 0;
  for (std::size_t n = 0; n < pointsMm.size(); ++n) {
    const std::optional<std::size_t> at = placeOf(patch, grid, pointsMm[n]);
    if (!at)
      throw Error("Click on two places of the structure that is to be split.");
    for (const std::size_t place : climb(patch, depths, *at)) {
      if (owners[place] != 0 && owners[place] != n + 1)
        throw Error("Both places belong to one part: click on the two that are to be split.");
      owners[place] = static_cast<std::uint8_t>(n + 1);
      reached.emplace(depths[place], order--, place);
    }
  }
  const Steps steps = stepsTo(true);
  bool met = false;
  while (!reached.empty()) {
    const std::size_t at = std::get<std::size_t>(reached.top());
    reached.pop();
    visitAround(patch, at, steps, [&](std::size_t next) {
      met = met || (owners[next] != 0 && owners[next] != owners[at]);
      if (patch.voxels[next] == 0 || owners[next] != 0)
        return;
      owners[next] = owners[at];
      reached.emplace(depths[next], order--, next);
    });
  }
  if (!met)
    throw Error(
        "No way leads from one place to the other within the structure: it is two pieces "
        "already.");
  std::array<VoxelRuns, 2> parts;
  for (std::size_t n = 0; n < parts.size(); ++n) {
    for (std::size_t v = 0; v < owners.size(); ++v)
      patch.voxels[v] = owners[v] == n + 1 ? 1 : 0;
    parts[n] = runsOf(patch);
  }
  // What hangs on by edges alone, or not at all, stays with the first.
  parts[0] = without(set, parts[1]);
  return parts;
}

}  // namespace trocar::drawing
