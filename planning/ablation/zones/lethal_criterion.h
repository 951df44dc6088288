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

/// Sums up what heat does to each voxel of a grid. The dose reaches 1 where the criterion counts it
/// as dead; under "isotherm" it is the Arrhenius integral, which the isotherm's zone goes beside.
class LethalDose {
 public:
  LethalDose(LethalCriterion criterion, std::size_t voxels);

  /// `seconds` at these temperatures.
  void add(const std::vector<float>& temperatureC, double seconds);
  std::vector<float> take() && { return std::move(dose_); }

 private:
  void addCellState(const std::vector<float>& temperatureC, double seconds);

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
