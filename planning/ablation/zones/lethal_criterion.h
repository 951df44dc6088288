#pragma once

#include "core/image.h"
#include "planning/plan/treatment_choices.h"

#include <string>
#include <vector>

namespace trocar::ablation {

/// For people, with its source.
std::string describe(LethalCriterion criterion);

/// Of heat under the criterion "isotherm".
inline constexpr double kLethalHeatC = 60.0;

/// Decimal logarithm of a dose: where something is killed, and the least that is told apart. Doses
/// rise as the exponential of temperature, so that between voxels their logarithms are about
/// linear, and an isosurface of these lies where the dose is 1.
inline constexpr float kKilledLogDose = 0.0F;
inline constexpr float kLeastLogDose = -4.0F;

/// Sums up what heat does to each voxel of a grid. The dose reaches 1 where the criterion counts it
/// as dead; under "isotherm" it is the Arrhenius integral, which the isotherm's zone goes beside.
class LethalDose {
 public:
  LethalDose(LethalCriterion criterion, std::size_t voxels);

  /// `seconds` in which temperatures went evenly from `beforeC` to `nowC`.
  void add(const std::vector<float>& beforeC, const std::vector<float>& nowC, double seconds);
  const std::vector<float>& doses() const { return dose_; }
  /// Decimal logarithms, at least kLeastLogDose.
  std::vector<float> logarithms() const;

 private:
  void addCellState(const std::vector<float>& beforeC,
                    const std::vector<float>& nowC,
                    double seconds);

  LethalCriterion criterion_;
  std::vector<float> dose_;
  std::vector<float> alive_;  ///< Share of the cells, in the three-state model alone.
};

/// The three-state model of cell death by heat (O'Neill 2011): cells alive become vulnerable with
/// `3.33e-3 exp(T / 40.5) (1 - alive)` /s, from there alive again with 7.77e-3 /s or dead with the
/// first rate [recalled].
struct CellState {
  double alive = 0.99;
  double dead = 0.0;
};
CellState after(const CellState& cells, double temperatureC, double seconds);

}  // namespace trocar::ablation
