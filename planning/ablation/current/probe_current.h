#pragma once

#include "planning/ablation/current/probe_grid.h"
#include "planning/ablation/heat/thermal_material.h"
#include "planning/ablation/probes/device.h"

#include <optional>
#include <utility>
#include <vector>

namespace trocar::ablation {

/// The electrode on which a contact lies; nullopt for the insulated shaft.
std::optional<std::size_t> electrodeOf(const RadiofrequencyDrive& drive,
                                       const ProbeGrid::Contact& contact);

/// What flows between a probe's electrodes, or from them to a far pad, for 1 V.
struct ProbeCurrent {
  std::vector<double> potentialV;  ///< Of each cell of the grid.
  std::vector<double> heatW;       ///< Of each cell.
  /// Of each electrode: the contacts of the grid that lie on it (index), and the current in A
  /// through each, leaving the electrode.
  std::vector<std::vector<std::pair<std::size_t, double>>> through;
  double powerW = 0.0;  ///< Of the electrodes: sum of the heat and of that beyond the grid.
};

/// div(sigma grad phi) = 0 on the cells, with `conductivityS` in S/m of each; the shaft between and
/// behind the electrodes insulates. Without a second pole current leaves the grid as into endless
/// tissue, else none does. The heat between the middles of two cells is shared as their resistances
/// are, so that its sum is exactly the power that flows. `guess`: the potential of a similar
/// problem, or empty.
ProbeCurrent solveCurrent(const ProbeGrid& grid,
                          const RadiofrequencyDrive& drive,
                          const std::vector<double>& conductivityS,
                          const std::vector<double>& guess = {});

/// Of a material at a temperature: 2 %/K up to boiling, then a fall to a hundredth as it dries.
double electricalConductivity(const ThermalMaterial& material, double temperatureC);

}  // namespace trocar::ablation
