#include "planning/ablation/probes/probe_choice.h"

#include <algorithm>
#include <limits>

namespace trocar::ablation {
namespace {

constexpr double kLeastGapMm = 6.0;  ///< Between the axes of working parts.

std::vector<Vec3> joined(const ChoicePoints& points) {
  std::vector<Vec3> all = points.targetMm;
  all.insert(all.end(), points.nervesMm.begin(), points.nervesMm.end());
  all.insert(all.end(), points.othersMm.begin(), points.othersMm.end());
  return all;
}

/// Least distance of two working parts, on a lattice of their axes.
double gapMm(const ProbeShape& a, const ProbeShape& b) {
  constexpr int kSamples = 12;
  double least = std::numeric_limits<double>::infinity();
  for (int i = 0; i <= kSamples; ++i)
    for (int j = 0; j <= kSamples; ++j) {
      const Vec3 p = a.distalMm + static_cast<double>(i) / kSamples * (a.proximalMm - a.distalMm);
      const Vec3 q = b.distalMm + static_cast<double>(j) / kSamples * (b.proximalMm - b.distalMm);
      least = std::min(least, (p - q).norm());
    }
  return least;
}

}  // namespace

ProbeChoice::ProbeChoice(std::vector<ProbeShape> candidates, const ChoicePoints& points)
    : potential_(std::move(candidates), joined(points)),
      targets_(points.targetMm.size()),
      nerves_(points.nervesMm.size()) {}

double ProbeChoice::price(const std::vector<std::size_t>& chosen,
                          const ChoiceLevels& levels) const {
  const std::vector<double> field = potential_.of(chosen);
  double sum = 0.0, worst = 0.0, harm = 0.0;
  for (std::size_t n = 0; n < targets_; ++n) {
    const double shortfall = std::max(0.0, 1.0 - field[n] / levels.lethal);
    sum += shortfall;
    worst = std::max(worst, shortfall);
  }
  for (std::size_t n = targets_; n < field.size(); ++n)
    harm =
        std::max(harm, field[n] / (n < targets_ + nerves_ ? levels.nerves : levels.others) - 1.0);
  return sum / static_cast<double>(std::max<std::size_t>(1, targets_)) + 0.5 * worst +
         levels.harmWeight * harm;
}

bool ProbeChoice::fits(const std::vector<std::size_t>& chosen, std::size_t candidate) const {
  return std::all_of(chosen.begin(), chosen.end(), [&](std::size_t other) {
    return gapMm(potential_.probes()[other], potential_.probes()[candidate]) >= kLeastGapMm;
  });
}

bool ProbeChoice::improve(std::vector<std::size_t>& chosen,
                          std::size_t slot,
                          const ChoiceLevels& levels,
                          double& price) const {
  std::vector<std::size_t> others = chosen, bestSet;
  if (slot < chosen.size())
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(slot));
  for (std::size_t candidate = 0; candidate < potential_.probes().size(); ++candidate) {
    if (!fits(others, candidate))
      continue;
    std::vector<std::size_t> set = others;
    set.push_back(candidate);
    const double value = this->price(set, levels);
    if (value < price - 1.0e-9) {
      price = value;
      bestSet = std::move(set);
    }
  }
  if (bestSet.empty())
    return false;
  chosen = std::move(bestSet);
  return true;
}

std::vector<std::size_t> ProbeChoice::best(std::size_t count, const ChoiceLevels& levels) const {
  std::vector<std::size_t> chosen;
  double price = 0.0;
  while (chosen.size() < count) {
    price = std::numeric_limits<double>::infinity();
    if (!improve(chosen, chosen.size(), levels, price))
      break;
  }
  constexpr int kRounds = 6;
  bool better = true;
  for (int round = 0; better && round < kRounds; ++round) {
    better = false;
    for (std::size_t slot = 0; slot < chosen.size(); ++slot)
      better = improve(chosen, slot, levels, price) || better;
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

double ProbeChoice::meanAt(const std::vector<std::size_t>& chosen,
                           const std::vector<Vec3>& pointsMm) const {
  std::vector<ProbeShape> shapes;
  std::vector<std::size_t> all;
  for (const std::size_t probe : chosen) {
    all.push_back(shapes.size());
    shapes.push_back(potential_.probes()[probe]);
  }
  double sum = 0.0;
  for (const double value : LinePotential(shapes, pointsMm).of(all))
    sum += value;
  return sum / static_cast<double>(std::max<std::size_t>(1, pointsMm.size()));
}

}  // namespace trocar::ablation
