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
constexpr double kMinutesBendC = 43.0;  ///< Where the base of equivalent minutes changes.

/// Mean of a rate that is exponential in temperature while that goes evenly between two values, at
/// which it is `p` and `q`: their logarithmic mean.
double logarithmicMean(double p, double q) {
  return std::abs(q - p) < 1.0e-6 * std::max(p, q) ? 0.5 * (p + q) : (q - p) / std::log(q / p);
}

/// Mean rate between two temperatures, only the part above the harmless one counting.
template <typename Rate>
double meanRate(double aC, double bC, const Rate& rate) {
  const auto harmless = static_cast<double>(kHarmlessC);
  const double low = std::min(aC, bC), high = std::max(aC, bC);
  if (high <= harmless)
    return 0.0;
  const double from = std::max(low, harmless);
  const double share = high > low ? (high - from) / (high - low) : 1.0;
  return share * logarithmicMean(rate(from), rate(high));
}

double meanArrhenius(double aC, double bC) {
  return meanRate(
      aC, bC, [set = muscleSet()](double celsius) { return arrheniusRate(set, celsius); });
}

double meanMinutes(double aC, double bC) {
  const double low = std::min(aC, bC), high = std::max(aC, bC);
  if (low >= kMinutesBendC || high <= kMinutesBendC)
    return meanRate(aC, bC, cem43PerSecond);
  const double above = (high - kMinutesBendC) / (high - low);
  return above * meanRate(kMinutesBendC, high, cem43PerSecond) +
         (1.0 - above) * meanRate(low, kMinutesBendC, cem43PerSecond);
}

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

void LethalDose::add(const std::vector<float>& beforeC,
                     const std::vector<float>& nowC,
                     double seconds) {
  assert(beforeC.size() == dose_.size() && nowC.size() == dose_.size());
  if (criterion_ == LethalCriterion::CellState)
    return addCellState(beforeC, nowC, seconds);
  const bool minutes = criterion_ == LethalCriterion::EquivalentMinutes;
  parallelFor(dose_.size(), [&](std::size_t voxel) {
    if (std::max(beforeC[voxel], nowC[voxel]) <= kHarmlessC)
      return;
    const auto a = static_cast<double>(beforeC[voxel]), b = static_cast<double>(nowC[voxel]);
    const double rate = minutes ? meanMinutes(a, b) / kLethalMinutes : meanArrhenius(a, b);
    dose_[voxel] =
        static_cast<float>(std::min(static_cast<double>(dose_[voxel]) + seconds * rate, kMostDose));
  });
}

void LethalDose::addCellState(const std::vector<float>& beforeC,
                              const std::vector<float>& nowC,
                              double seconds) {
  const auto untouched = static_cast<float>(CellState{}.alive);
  parallelFor(dose_.size(), [&](std::size_t voxel) {
    const float meanC = 0.5F * (beforeC[voxel] + nowC[voxel]);
    if (meanC <= kHarmlessC && alive_[voxel] == untouched)
      return;
    const CellState before{static_cast<double>(alive_[voxel]),
                           kLethalDead * static_cast<double>(dose_[voxel])};
    const CellState now = after(before, static_cast<double>(meanC), seconds);
    alive_[voxel] = static_cast<float>(now.alive);
    dose_[voxel] = static_cast<float>(now.dead / kLethalDead);
  });
}

std::vector<float> LethalDose::logarithms() const {
  std::vector<float> logarithms(dose_.size());
  const auto least = static_cast<float>(std::pow(10.0, kLeastLogDose));
  parallelFor(dose_.size(), [&](std::size_t voxel) {
    logarithms[voxel] = std::log10(std::max(dose_[voxel], least));
  });
  return logarithms;
}

}  // namespace trocar::ablation
