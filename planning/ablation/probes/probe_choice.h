#pragma once

#include "planning/ablation/current/line_potential.h"

#include <cstddef>
#include <vector>

namespace trocar::ablation {

/// Points that must lie in the zone, and points that must not be reached: of nerves, and of others.
struct ChoicePoints {
  std::vector<Vec3> targetMm;
  std::vector<Vec3> nervesMm;
  std::vector<Vec3> othersMm;
};

/// Values of the potential that stand for the lethal zone's surface, for the limit of nerves (10 C)
/// and for that of other structures (the edge of the ice), and how much harm weighs against a
/// shortfall.
struct ChoiceLevels {
  double lethal = 0.3;
  double nerves = 0.15;
  double others = 0.2;
  double harmWeight = 1.0;
};

/// Chooses probes by the field of line sources: target points short of the lethal level count with
/// their mean and worst shortfall, spared points by the worst excess over their level.
class ProbeChoice {
 public:
  ProbeChoice(std::vector<ProbeShape> candidates, const ChoicePoints& points);

  /// Price of a set, 0 where all is covered and nothing harmed.
  double price(const std::vector<std::size_t>& chosen, const ChoiceLevels& levels) const;
  /// The cheapest set of `count` found by adding the best and then exchanging one at a time, ties
  /// to the first. Fewer where probes would lie closer than 6 mm.
  std::vector<std::size_t> best(std::size_t count, const ChoiceLevels& levels) const;
  /// Mean potential of a set at points of a surface, for calibration.
  double meanAt(const std::vector<std::size_t>& chosen, const std::vector<Vec3>& pointsMm) const;

 private:
  bool fits(const std::vector<std::size_t>& chosen, std::size_t candidate) const;
  /// The best candidate in place of the set's `slot`; the set's size as slot adds one.
  bool improve(std::vector<std::size_t>& chosen,
               std::size_t slot,
               const ChoiceLevels& levels,
               double& price) const;

  LinePotential potential_;
  std::size_t targets_, nerves_;
};

}  // namespace trocar::ablation
