#include "planning/ablation/heat/heat_problem.h"

#include <algorithm>
#include <cmath>

namespace trocar::ablation {

HeatMedium uniformMedium(const Grid& grid, const ThermalMaterial& material, double referenceC) {
  return {grid, {material}, std::vector<std::uint8_t>(grid.voxelCount(), 0), referenceC};
}

double EnergyLedger::residual() const {
  return std::abs(stored - contacts - perfusion - sources) / std::max(throughput, 1.0e-12);
}

}  // namespace trocar::ablation
