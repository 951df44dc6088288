#include "planning/ablation/heat/heat_solver.h"

#include "core/parallel.h"
#include "planning/ablation/heat/heat_state.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace trocar::ablation {
namespace {

constexpr double kNarrowStepS = 6.0;  ///< Where gel, water or cerebrospinal fluid freezes.
constexpr double kFirstStepS = 0.25;
constexpr float kNoticeableSource = 50.0F;  ///< W/m3: 0.01 K in ten minutes.

}  // namespace

HeatSolver::HeatSolver(HeatMedium medium, std::vector<HeatContact> contacts, HeatOptions options)
    : state_(std::make_unique<State>(std::move(medium), std::move(contacts), std::move(options))) {}
HeatSolver::~HeatSolver() = default;
HeatSolver::HeatSolver(HeatSolver&&) noexcept = default;

void HeatSolver::advance(double toS, const Progress& progress) {
  const double from = state_->time;
  while (state_->time < toS - 1.0e-9) {
    double end = toS;
    for (const double event : state_->options.eventsS)
      if (event > state_->time + 1.0e-9)
        end = std::min(end, event);
    const double longest = state_->narrowFreezes
                               ? std::min(kNarrowStepS, state_->options.maximumStepS)
                               : state_->options.maximumStepS;
    const double wanted = std::clamp(state_->options.stepShare * state_->secondsSinceEvent(),
                                     std::min(kFirstStepS, longest),
                                     longest);
    const double steps = std::max(1.0, std::ceil((end - state_->time) / wanted - 1.0e-9));
    if (state_->box.high[0] >= 0) {
      state_->superStep((end - state_->time) / steps);
      state_->surveyBox();
    } else {
      state_->time = end;
    }
    progress.at((state_->time - from) / (toS - from));
  }
  state_->time = std::max(state_->time, toS);
}

double HeatSolver::timeS() const {
  return state_->time;
}
const HeatMedium& HeatSolver::medium() const {
  return state_->medium;
}
const SolverEffort& HeatSolver::effort() const {
  return state_->effort;
}

void HeatSolver::setSource(const std::vector<float>& wattPerM3) {
  State& s = *state_;
  s.sourceW = 0.0;
  if (wattPerM3.empty()) {
    s.arrays.source.clear();
    return;
  }
  assert(wattPerM3.size() == s.medium.grid.voxelCount());
  s.arrays.source.assign(s.arrays.enthalpy.size(), 0.0F);
  double sum = 0.0;
  std::size_t voxel = 0;
  std::array<int, 3> low = s.arrays.size, high{-1, -1, -1};
  const auto heat = [&](const std::array<int, 3>& v, std::size_t at, float watts) {
    s.arrays.source[at] = watts;
    sum += static_cast<double>(watts);
    for (std::size_t a = 0; a < 3; ++a) {
      low[a] = std::min(low[a], v[a]);
      high[a] = std::max(high[a], v[a]);
    }
  };
  for (int k = 0; k < s.arrays.size[2]; ++k)
    for (int j = 0; j < s.arrays.size[1]; ++j) {
      const std::size_t row = s.arrays.offset(0, j, k);
      for (int i = 0; i < s.arrays.size[0]; ++i, ++voxel)
        if (wattPerM3[voxel] >= kNoticeableSource)
          heat({i, j, k}, row + static_cast<std::size_t>(i), wattPerM3[voxel]);
    }
  s.sourceW = sum * s.voxelM3();
  if (high[0] < 0)
    return;
  s.includeVoxel(s.arrays.offset(low[0], low[1], low[2]));
  s.includeVoxel(s.arrays.offset(high[0], high[1], high[2]));
}

void HeatSolver::stopPerfusion(const std::vector<std::size_t>& voxels) {
  State& s = *state_;
  for (const std::size_t voxel : voxels) {
    float& perfusion = s.arrays.perfusion[s.padded(voxel)];
    perfusion = std::min(perfusion, s.medium.exchange.empty() ? 0.0F : s.medium.exchange[voxel]);
  }
}

void HeatSolver::setTemperature(const std::vector<std::size_t>& voxels, double temperatureC) {
  for (const std::size_t voxel : voxels)
    state_->setVoxel(voxel, temperatureC);
  state_->surveyBox();
}

void HeatSolver::setTemperatures(const std::vector<float>& temperatureC) {
  assert(temperatureC.size() == state_->medium.grid.voxelCount());
  for (std::size_t voxel = 0; voxel < temperatureC.size(); ++voxel)
    state_->setVoxel(voxel, static_cast<double>(temperatureC[voxel]));
  state_->surveyBox();
}

void HeatSolver::guide(const std::vector<GuidedVoxel>& voxels, double untilS, double broughtJ) {
  State& s = *state_;
  s.guided.clear();
  for (const GuidedVoxel& guided : voxels) {
    const auto above = static_cast<float>(guided.celsius - s.medium.referenceC);
    const std::size_t at = s.padded(guided.voxel);
    s.guided.push_back({at, s.laws[s.medium.material[guided.voxel]].enthalpy(above), untilS});
    s.includeVoxel(at);
  }
  s.ledger.contacts += broughtJ;
  s.ledger.throughput += std::abs(broughtJ);
}

double HeatSolver::perfusionW(std::size_t voxel) const {
  return static_cast<double>(state_->arrays.perfusion[state_->padded(voxel)]);
}

double HeatSolver::temperatureC(std::size_t voxel) const {
  const State& s = *state_;
  const std::uint8_t m = s.medium.material[voxel];
  const float above = s.laws[m].temperature(s.arrays.enthalpy[s.padded(voxel)]);
  return toldC(s.medium.materials[m], s.medium.referenceC + static_cast<double>(above));
}

namespace {

/// Of each material.
std::vector<float> mostTold(const HeatMedium& medium) {
  std::vector<float> most;
  for (const ThermalMaterial& material : medium.materials)
    most.push_back(static_cast<float>(toldC(material, std::numeric_limits<float>::max())));
  return most;
}

}  // namespace

Image<float> HeatSolver::temperatures() const {
  const State& s = *state_;
  const Grid& grid = s.medium.grid;
  const auto reference = static_cast<float>(s.medium.referenceC);
  const std::vector<float> most = mostTold(s.medium);
  std::vector<float> values(grid.voxelCount(), reference);
  const int end = std::min(s.box.high[0], grid.size()[0]);
  const int low = std::max(0, s.box.low[2]);
  parallelFor(s.box.high[2] - low, [&](int above) {
    const int k = low + above;
    DecodedPlane plane;
    plane.fit(s.arrays.planeStride + kChunk);
    decodePlane(s.arrays, s.table, {s.box, {}, {}}, k, s.arrays.enthalpy.data(), plane);
    for (int j = s.box.low[1]; j < s.box.high[1]; ++j)
      for (int i = s.box.low[0]; i < end; ++i) {
        const std::size_t voxel = grid.offset({i, j, k});
        values[voxel] = std::min(reference + plane.temperature[s.arrays.offset(i, j, 0)],
                                 most[s.medium.material[voxel]]);
      }
  });
  return {grid, std::move(values)};
}

namespace {

Image<float> unpadded(const Grid& grid,
                      const HeatArrays& arrays,
                      const std::vector<float>& values,
                      double add) {
  std::vector<float> result(grid.voxelCount());
  std::size_t to = 0;
  for (int k = 0; k < grid.size()[2]; ++k)
    for (int j = 0; j < grid.size()[1]; ++j)
      for (int i = 0; i < grid.size()[0]; ++i)
        result[to++] = values[arrays.offset(i, j, k)] + static_cast<float>(add);
  return {grid, std::move(result)};
}

}  // namespace

Image<float> HeatSolver::coldest() const {
  return unpadded(
      state_->medium.grid, state_->arrays, state_->arrays.coldest, state_->medium.referenceC);
}

Image<float> HeatSolver::hottest() const {
  const HeatMedium& medium = state_->medium;
  std::vector<float> values =
      unpadded(medium.grid, state_->arrays, state_->arrays.hottest, medium.referenceC).voxels();
  const std::vector<float> most = mostTold(medium);
  for (std::size_t voxel = 0; voxel < values.size(); ++voxel)
    values[voxel] = std::min(values[voxel], most[medium.material[voxel]]);
  return {medium.grid, std::move(values)};
}

double HeatSolver::contactPowerW(std::size_t contact) const {
  return -state_->contactStates[contact].sums[2];
}

double HeatSolver::contactTemperatureC(std::size_t contact) const {
  return state_->medium.referenceC + state_->contactStates[contact].temperature;
}

EnergyLedger HeatSolver::ledger() const {
  EnergyLedger ledger = state_->ledger;
  ledger.stored = state_->storedJ() - state_->startJ;
  return ledger;
}

}  // namespace trocar::ablation
