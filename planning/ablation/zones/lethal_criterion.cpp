#include "planning/ablation/zones/lethal_criterion.h"

#include "core/parallel.h"
#include "core/word_table.h"
#include "planning/ablation/zones/damage.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace trocar::ablation {
namespace {

constexpr double kLethalMinutes = 240.0;
/// Below a viability of 0.8 after heating the rest follows.
constexpr double kLethalDead = 0.2;
constexpr double kMostDose = 1.0e6;  ///< More is not told apart; equivalent minutes have no end.
constexpr float kHarmlessC = 39.0F;
/// Of the three-state model, as published for a co-culture of liver cells and fibroblasts.
constexpr double kForwardPerS = 3.33e-3, kForwardC = 40.5, kBackwardPerS = 7.77e-3;
constexpr double kLongestCellStepS = 1.0;

}  // namespace

std::string describe(LethalCriterion criterion) {
  switch (criterion) {
    case LethalCriterion::Isotherm:
      return "60 °C reached once (Brace 2009)";
    case LethalCriterion::EquivalentMinutes:
      return "240 equivalent minutes at 43 °C (Sapareto & Dewey 1984)";
    case LethalCriterion::CellState:
      return "a viability of 80 % left, three-state model (O'Neill et al. 2011, values recalled)";
    case LethalCriterion::Arrhenius:
      break;
  }
  return "Arrhenius integral of 1, muscle (Jacques & Gaeeni 1989)";
}

CellState after(const CellState& cells, double temperatureC, double seconds) {
  const double rate = kForwardPerS * std::exp(temperatureC / kForwardC);
  const int steps = std::max(1, static_cast<int>(std::ceil(seconds / kLongestCellStepS)));
  const double step = seconds / steps;
  CellState now = cells;
  for (int n = 0; n < steps; ++n) {
    const double forward = rate * (1.0 - now.alive);
    const double vulnerable = 1.0 - now.alive - now.dead;
    now.alive += step * (kBackwardPerS * vulnerable - forward * now.alive);
    now.dead += step * forward * vulnerable;
    now.alive = std::clamp(now.alive, 0.0, 1.0 - now.dead);
  }
  return now;
}

LethalDose::LethalDose(LethalCriterion criterion, std::size_t voxels)
    : criterion_(criterion), dose_(voxels, 0.0F) {
  if (criterion == LethalCriterion::CellState)
    alive_.assign(voxels, static_cast<float>(CellState{}.alive));
}

void LethalDose::add(const std::vector<float>& temperatureC, double seconds) {
  assert(temperatureC.size() == dose_.size());
  if (criterion_ == LethalCriterion::CellState)
    return addCellState(temperatureC, seconds);
  const bool minutes = criterion_ == LethalCriterion::EquivalentMinutes;
  const ArrheniusSet set = muscleSet();
  parallelFor(dose_.size(), [&](std::size_t voxel) {
    if (temperatureC[voxel] <= kHarmlessC)
      return;
    const auto t = static_cast<double>(temperatureC[voxel]);
    const double rate = minutes ? cem43PerSecond(t) / kLethalMinutes : arrheniusRate(set, t);
    dose_[voxel] =
        static_cast<float>(std::min(static_cast<double>(dose_[voxel]) + seconds * rate, kMostDose));
  });
}

void LethalDose::addCellState(const std::vector<float>& temperatureC, double seconds) {
  const auto untouched = static_cast<float>(CellState{}.alive);
  parallelFor(dose_.size(), [&](std::size_t voxel) {
    if (temperatureC[voxel] <= kHarmlessC && alive_[voxel] == untouched)
      return;
    const CellState before{static_cast<double>(alive_[voxel]),
                           kLethalDead * static_cast<double>(dose_[voxel])};
    const CellState now = after(before, static_cast<double>(temperatureC[voxel]), seconds);
    alive_[voxel] = static_cast<float>(now.alive);
    dose_[voxel] = static_cast<float>(now.dead / kLethalDead);
  });
}

}  // namespace trocar::ablation
