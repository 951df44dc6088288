#pragma once

#include "planning/ablation/heat/heat_problem.h"

#include <vector>

namespace trocar::ablation {

/// An electrode: a conductor in the tissue at one potential.
struct Electrode {
  HeatContact body;  ///< Its cells and inside; `drive` is not used.
  double potentialV = 1.0;
  /// Of the heat between its surface and its cells' centres, what the tissue keeps: all of it
  /// around a body that takes up no heat, half where the surface has a temperature of its own (the
  /// steady field between two of them is quadratic in the potential; Kohlrausch).
  double tissueShare = 1.0;
};

/// What lies beyond the rim of the grid: nothing that conducts, a ground that touches it, or more
/// of the same tissue up to a far pad.
enum class ElectricRim { Insulated, Grounded, Open };

/// div(sigma grad phi) = 0 around electrodes.
struct ElectricProblem {
  Grid grid;
  std::vector<double> conductivityS;  ///< S/m, one a voxel; 0 insulates.
  std::vector<Electrode> electrodes;
  ElectricRim rim = ElectricRim::Grounded;
  Vec3 centreMm = Vec3::Zero();  ///< From which current spreads beyond an open rim.
};

struct ElectricField {
  std::vector<double> potentialV;  ///< One a voxel; the electrode's inside it.
  std::vector<float> heat;         ///< W/m3
  /// Of the electrodes: sum of the heat, what they take up of it, and beyond an open rim.
  double powerW = 0.0;
};

/// `guess` is the potential of a similar problem, or empty. The heat of a face goes half to each of
/// its voxels, so that its sum is exactly the power that flows.
ElectricField solveElectric(const ElectricProblem& problem, const std::vector<double>& guess = {});

/// Of a material at a temperature: 2 %/K up to boiling, then a fall to a hundredth as it dries.
double electricalConductivity(const ThermalMaterial& material, double temperatureC);

}  // namespace trocar::ablation
