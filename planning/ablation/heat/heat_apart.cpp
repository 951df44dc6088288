#include "planning/ablation/heat/heat_state.h"

#include <algorithm>
#include <cmath>

namespace trocar::ablation {
namespace {

constexpr int kFewestOutside = 7;  ///< Fewer stages than that err otherwise in time than many.
constexpr double kOverlapLengths = 2.0;  ///< Times the way that warmth spreads in a step.
constexpr double kWorthSplitting = 0.9;  ///< Of the work of one box.

/// The box grown by `count` voxels (along x by chunks that hold as many), within `limits`.
VoxelBox grown(const VoxelBox& box, int count, const VoxelBox& limits) {
  VoxelBox result;
  for (std::size_t a = 0; a < 3; ++a) {
    const int by = a == 0 ? (count + kChunk - 1) / kChunk * kChunk : count;
    result.low[a] = std::max(box.low[a] - by, limits.low[a]);
    result.high[a] = std::min(box.high[a] + by, limits.high[a]);
  }
  return result;
}

std::vector<float> copyOf(const HeatArrays& arrays, const VoxelBox& box) {
  std::vector<float> copy;
  copy.reserve(static_cast<std::size_t>(box.voxels()));
  for (int k = box.low[2]; k < box.high[2]; ++k)
    for (int j = box.low[1]; j < box.high[1]; ++j) {
      const float* row = arrays.enthalpy.data() + arrays.offset(0, j, k);
      copy.insert(copy.end(), row + box.low[0], row + box.high[0]);
    }
  return copy;
}

void putBack(const std::vector<float>& copy, const VoxelBox& box, HeatArrays& arrays) {
  const float* from = copy.data();
  for (int k = box.low[2]; k < box.high[2]; ++k)
    for (int j = box.low[1]; j < box.high[1]; ++j, from += box.high[0] - box.low[0])
      std::copy_n(
          from, box.high[0] - box.low[0], arrays.enthalpy.data() + arrays.offset(box.low[0], j, k));
}

}  // namespace

int HeatSolver::State::outsideStages(double tau) const {
  const double rate = 12.0 * warmDiffusivity / (spacingM() * spacingM());
  return std::max(kFewestOutside, stagesFor(rate * tau));
}

HeatRegion HeatSolver::State::surroundings(double tau, int stages) const {
  HeatRegion region{box, {}, {}};
  VoxelBox stiff = cold;
  for (const ContactState& state : contactStates)
    if (state.on)
      stiff.include(state.box);
  const double lengthM = std::sqrt(warmDiffusivity * tau);
  const int overlap = static_cast<int>(std::ceil(kOverlapLengths * lengthM / spacingM()));
  if (!options.iceApart || stiff.empty() || rampS <= 0.0)
    return region;
  const VoxelBox hole = grown(stiff, 0, box);
  VoxelBox both = ramped;
  both.include(hole);
  if (both.voxels() > ramped.voxels())
    return region;
  const VoxelBox inner = grown(hole, std::max(2, overlap), box);
  const HeatRegion split{box, inner, hole};
  const double cost = stages * inner.voxels() + outsideStages(tau) * split.voxels();
  return cost < kWorthSplitting * stages * box.voxels() ? split : region;
}

std::vector<RampedVoxel> HeatSolver::State::rampsOf(const VoxelBox& hole) const {
  std::vector<RampedVoxel> ramps;
  const int last = std::min(hole.high[0], arrays.size[0]) - 1;
  const auto add = [&](int i, int j, int k) {
    const std::size_t at = arrays.offset(i, j, k);
    const float h = arrays.enthalpy[at];
    ramps.push_back({at, h, (h - arrays.other[at]) / static_cast<float>(rampS)});
  };
  for (int k = hole.low[2]; k < hole.high[2]; ++k)
    for (int j = hole.low[1]; j < hole.high[1]; ++j) {
      const bool rim =
          k == hole.low[2] || k + 1 == hole.high[2] || j == hole.low[1] || j + 1 == hole.high[1];
      for (int i = hole.low[0]; i <= last; i += rim ? 1 : std::max(1, last - hole.low[0]))
        add(i, j, k);
    }
  return ramps;
}

StagePower HeatSolver::State::solveApart(const HeatRegion& split, StageRun core) {
  RimFluxes rim(split, arrays);
  const VoxelBox& inner = split.inner;
  const std::vector<float> before = copyOf(arrays, inner);
  const StagePower outside =
      runStages({split, outsideStages(core.tau), core.tau, true, &rim, rampsOf(split.hole)});
  putBack(before, inner, arrays);
  core.region = {inner, {}, {}};
  core.rim = &rim;
  StagePower inside = runStages(core);
  inside.perfusion += outside.perfusion;
  return inside;
}

}  // namespace trocar::ablation
