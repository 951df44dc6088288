#include "planning/ablation/heat/heat_state.h"

#include <algorithm>
#include <iterator>

namespace trocar::ablation {
namespace {

constexpr int kPasses = 10;
constexpr float kNarrowK = 3.0F;  ///< Of a freezing range that a voxel crosses within a long step.
constexpr float kOvershootK = 0.01F;

}  // namespace

void HeatSolver::State::noteUnfrozen() {
  unfrozenBefore.swap(unfrozen);
  unfrozen.clear();
  narrowFreezes = false;
  const int end = std::min(cold.high[0], arrays.size[0]);
  for (int k = cold.low[2]; k < cold.high[2]; ++k)
    for (int j = cold.low[1]; j < cold.high[1]; ++j)
      for (int i = cold.low[0]; i < end; ++i) {
        const std::size_t at = arrays.offset(i, j, k);
        const ThermalLaw<float>& law = laws[arrays.material[at]];
        if (arrays.enthalpy[at] < law.solidEnthalpy)
          continue;
        unfrozen.push_back(at);
        narrowFreezes = narrowFreezes || (arrays.enthalpy[at] < law.liquidEnthalpy &&
                                          law.liquidus - law.solidus < kNarrowK);
      }
}

bool HeatSolver::State::isOfContact(std::size_t at) const {
  return std::any_of(contactStates.begin(), contactStates.end(), [at](const ContactState& state) {
    const auto here = [at](const ContactCell& cell) { return cell.at == at; };
    return state.on && (std::any_of(state.cells.begin(), state.cells.end(), here) ||
                        std::any_of(state.inside.begin(), state.inside.end(), here));
  });
}

std::array<std::size_t, 6> HeatSolver::State::neighboursOf(std::size_t at) const {
  const int k = static_cast<int>(at / arrays.planeStride);
  const int j = static_cast<int>(at % arrays.planeStride / arrays.rowStride);
  const int i = static_cast<int>(at % arrays.rowStride) - kChunk;
  return {i > 0 ? at - 1 : at,
          i + 1 < arrays.size[0] ? at + 1 : at,
          j > 0 ? at - arrays.rowStride : at,
          j + 1 < arrays.size[1] ? at + arrays.rowStride : at,
          k > 0 ? at - arrays.planeStride : at,
          k + 1 < arrays.size[2] ? at + arrays.planeStride : at};
}

double HeatSolver::State::meanAround(std::size_t at) const {
  const auto conductivity = [&](std::size_t voxel) {
    const ThermalLaw<float>& law = laws[arrays.material[voxel]];
    return static_cast<double>(law.conductivity(law.temperature(arrays.enthalpy[voxel])));
  };
  const double here = conductivity(at);
  double sum = 0.0, weights = 0.0;
  for (const std::size_t next : neighboursOf(at)) {
    const double there = conductivity(next);
    const double weight = next == at ? 0.0 : 2.0 * here * there / (here + there);
    const ThermalLaw<float>& law = laws[arrays.material[next]];
    sum += weight * static_cast<double>(law.temperature(arrays.enthalpy[next]));
    weights += weight;
  }
  return sum / weights;
}

void HeatSolver::State::returnOvershoot() {
  std::vector<std::size_t> lately, froze;
  std::set_union(unfrozen.begin(),
                 unfrozen.end(),
                 unfrozenBefore.begin(),
                 unfrozenBefore.end(),
                 std::back_inserter(lately));
  for (const std::size_t at : lately)
    if (arrays.enthalpy[at] < laws[arrays.material[at]].solidEnthalpy && !isOfContact(at))
      froze.push_back(at);
  std::vector<std::pair<std::size_t, float>> moved;
  for (int pass = 0; pass < kPasses; ++pass) {
    moved.clear();
    for (const std::size_t at : froze) {
      const ThermalLaw<float>& law = laws[arrays.material[at]];
      const auto mean = std::min(static_cast<float>(meanAround(at)), law.solidus);
      if (law.temperature(arrays.enthalpy[at]) > mean - kOvershootK)
        continue;
      const float missing = law.enthalpy(mean) - arrays.enthalpy[at];
      std::array<float, 6> offered{};
      float sum = 0.0F;
      const std::array<std::size_t, 6> around = neighboursOf(at);
      for (std::size_t n = 0; n < around.size(); ++n) {
        const ThermalLaw<float>& theirs = laws[arrays.material[around[n]]];
        // A sixth each, for as many may ask the same voxel.
        if (around[n] != at && !isOfContact(around[n]))
          offered[n] = std::max(arrays.enthalpy[around[n]] - theirs.solidEnthalpy, 0.0F) / 6.0F;
        sum += offered[n];
      }
      if (sum <= 0.0F)
        continue;
      const float share = std::min(1.0F, missing / sum);
      for (std::size_t n = 0; n < around.size(); ++n)
        if (offered[n] > 0.0F)
          moved.emplace_back(around[n], -share * offered[n]);
      moved.emplace_back(at, share * sum);
    }
    if (moved.empty())
      return;
    for (const auto& [at, heat] : moved)
      arrays.enthalpy[at] += heat;
  }
}

}  // namespace trocar::ablation
