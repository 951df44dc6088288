#include "core/drawing/growing.h"

#include "core/error.h"
#include "core/number_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace trocar::drawing {
namespace {

/// Steps to the six neighbours of a voxel of the patch that lie in it.
template <typename Visit>
void visitNeighbours(const VoxelPatch& patch, std::size_t at, const Visit& visit) {
  const auto wide = static_cast<std::size_t>(patch.size[0]);
  const std::size_t plane = wide * static_cast<std::size_t>(patch.size[1]);
  const std::size_t i = at % wide, j = at % plane / wide, k = at / plane;
  if (i > 0)
    visit(at - 1, 0);
  if (i + 1 < wide)
    visit(at + 1, 0);
  if (j > 0)
    visit(at - wide, 1);
  if (j + 1 < static_cast<std::size_t>(patch.size[1]))
    visit(at + wide, 1);
  if (k > 0)
    visit(at - plane, 2);
  if (k + 1 < static_cast<std::size_t>(patch.size[2]))
    visit(at + plane, 2);
}

/// Paths are as long as their steps' changes of HU, a quarter of each, and the way itself, so that
/// flat tissue is shared by distance. Whole numbers: queued in buckets.
class Forest {
 public:
  Forest(const Volume& ct, const VoxelBox& box) : owners_(patchOf({}, box)) {
    hu_.resize(owners_.voxels.size());
    const auto wide = static_cast<std::size_t>(owners_.size[0]);
    for (int k = 0; k < owners_.size[2]; ++k)
      for (int j = 0; j < owners_.size[1]; ++j)
        std::copy_n(ct.data() + ct.grid().offset({box.low[0], j + box.low[1], k + box.low[2]}),
                    wide,
                    hu_.begin() + static_cast<std::ptrdiff_t>(owners_.offset(0, j, k)));
    const Vec3 spacing = ct.grid().spacingMm();
    for (int a = 0; a < 3; ++a)
      stepCosts_[static_cast<std::size_t>(a)] =
          std::clamp(static_cast<int>(std::lround(kPerMm * spacing[a])), 1, kMostStep);
    lengths_.assign(hu_.size(), kFar);
  }

  void plant(const VoxelRuns& seeds, std::uint8_t owner) {
    for (const RowRun& run : seeds.runs()) {
      for (int i = run.first; i < run.end; ++i) {
        const std::size_t at =
            owners_.offset(i - owners_.low[0], run.j - owners_.low[1], run.k - owners_.low[2]);
        if (owners_.voxels[at] != 0)
          continue;  // The earlier set has it.
        owners_.voxels[at] = owner;
        lengths_[at] = 0;
        buckets_[0].push_back(at);
      }
    }
  }

  void grow(const Progress& progress) {
    constexpr std::size_t kEvery = 1U << 16U;
    std::size_t done = 0;
    std::int32_t length = 0;
    for (std::size_t empty = 0; empty <= kBuckets; ++length) {
      std::vector<std::size_t>& bucket = buckets_[static_cast<std::size_t>(length) % kBuckets];
      empty = bucket.empty() ? empty + 1 : 0;
      for (std::size_t n = 0; n < bucket.size();
           ++n) {  // It grows by no step: each costs 1 or more.
        if (lengths_[bucket[n]] != length)
          continue;
        reach(bucket[n], length);
        if (++done % kEvery == 0)
          progress.at(static_cast<double>(done) / static_cast<double>(hu_.size()));
      }
      bucket.clear();
    }
    progress.at(1.0);
  }

  VoxelRuns of(std::uint8_t owner) const {
    VoxelPatch own = owners_;
    for (std::uint8_t& voxel : own.voxels)
      voxel = voxel == owner ? 1 : 0;
    return runsOf(own);
  }

 private:
  static constexpr std::int32_t kFar = 0x7fffffff;
  static constexpr double kPerMm = 4.0;
  static constexpr int kMostStep = 100;
  static constexpr int kMostChange = 400;
  static constexpr std::size_t kBuckets = kMostStep + kMostChange + 1;

  void reach(std::size_t from, std::int32_t length) {
    visitNeighbours(owners_, from, [&](std::size_t to, std::size_t axis) {
      const int change = std::min(kMostChange, std::abs(hu_[to] - hu_[from]) / 4);
      const std::int32_t longer = length + stepCosts_[axis] + change;
      const bool nearer = longer < lengths_[to] ||
                          (longer == lengths_[to] && owners_.voxels[from] < owners_.voxels[to]);
      if (!nearer)
        return;
      if (longer < lengths_[to])
        buckets_[static_cast<std::size_t>(longer) % kBuckets].push_back(to);
      lengths_[to] = longer;
      owners_.voxels[to] = owners_.voxels[from];
    });
  }

  VoxelPatch owners_;
  std::vector<std::int16_t> hu_;
  std::vector<std::int32_t> lengths_;
  std::array<int, 3> stepCosts_{};
  std::array<std::vector<std::size_t>, kBuckets> buckets_;
};

}  // namespace

VoxelRuns grownFrom(const Volume& ct, const Vec3& seedMm, const HuRange& range, double reachMm) {
  const Grid& grid = ct.grid();
  const VoxelIndex seed = grid.nearestVoxel(seedMm);
  const std::optional<VoxelBox> box = voxelsAround(grid, {seedMm}, reachMm);
  if (!grid.contains(seed) || !box)
    throw Error("Grow from a place inside the CT.");
  const int seedHu = ct.at(seed);
  if (seedHu < range.low || seedHu > range.high)
    throw Error("The place has " + std::to_string(seedHu) + " HU, outside " +
                shownNumber(range.low, 0) + " to " + shownNumber(range.high, 0) +
                " HU: choose bounds around it.");
  const auto fits = [&](int i, int j, int k) {
    const double hu = ct.at({i, j, k});
    return hu >= range.low && hu <= range.high &&
           (grid.voxelToPatient(VoxelIndex{i, j, k}) - seedMm).norm() <= reachMm;
  };
  VoxelPatch grown = patchOf({}, *box);
  std::vector<std::size_t> waiting;
  const auto take = [&](std::size_t at) {
    const auto wide = static_cast<std::size_t>(grown.size[0]);
    const std::size_t plane = wide * static_cast<std::size_t>(grown.size[1]);
    if (grown.voxels[at] != 0 || !fits(static_cast<int>(at % wide) + grown.low[0],
                                       static_cast<int>(at % plane / wide) + grown.low[1],
                                       static_cast<int>(at / plane) + grown.low[2]))
      return;
    grown.voxels[at] = 1;
    waiting.push_back(at);
  };
  const std::size_t first =
      grown.offset(seed.i - grown.low[0], seed.j - grown.low[1], seed.k - grown.low[2]);
  grown.voxels[first] = 1;
  waiting.push_back(first);
  while (!waiting.empty()) {
    const std::size_t at = waiting.back();
    waiting.pop_back();
    visitNeighbours(grown, at, [&](std::size_t next, std::size_t) { take(next); });
  }
  return runsOf(grown);
}

std::vector<VoxelRuns> grownApart(const Volume& ct,
                                  const std::vector<VoxelRuns>& seeds,
                                  double marginMm,
                                  const Progress& progress) {
  constexpr std::size_t kMostSets = 255;
  if (seeds.size() < 2 || seeds.size() > kMostSets)
    throw Error("Growing apart needs two structures or more that something is drawn of.");
  const Grid& grid = ct.grid();
  std::vector<Vec3> corners;
  for (const VoxelRuns& set : seeds) {
    if (const std::optional<VoxelBox> box = set.box()) {
      for (const std::array<int, 3>& end : {box->low, box->high})
        corners.push_back(grid.voxelToPatient(VoxelIndex{end[0], end[1], end[2]}));
    }
  }
  const std::optional<VoxelBox> box = voxelsAround(grid, corners, marginMm);
  if (!box)
    throw Error("Nothing is drawn to grow from.");
  Forest forest(ct, *box);
  for (std::size_t n = 0; n < seeds.size(); ++n)
    forest.plant(seeds[n], static_cast<std::uint8_t>(n + 1));
  forest.grow(progress);
  std::vector<VoxelRuns> grown;
  for (std::size_t n = 0; n < seeds.size(); ++n)
    grown.push_back(forest.of(static_cast<std::uint8_t>(n + 1)));
  return grown;
}

}  // namespace trocar::drawing
