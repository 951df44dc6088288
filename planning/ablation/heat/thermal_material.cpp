#include "planning/ablation/heat/thermal_material.h"

#include "planning/ablation/heat/thermal_law.h"

#include <algorithm>

namespace trocar::ablation {

double liquidFraction(const ThermalMaterial& material, double temperatureC) {
  if (material.latentHeatJ <= 0.0)
    return 1.0;
  const double range = material.liquidusC - material.solidusC;
  return std::clamp((temperatureC - material.solidusC) / range, 0.0, 1.0);
}

double enthalpyAt(const ThermalMaterial& material, double temperatureC, double referenceC) {
  return ThermalLaw<double>(material, referenceC).enthalpy(temperatureC - referenceC);
}

double temperatureOf(const ThermalMaterial& material, double enthalpyJ, double referenceC) {
  return referenceC + ThermalLaw<double>(material, referenceC).temperature(enthalpyJ);
}

}  // namespace trocar::ablation
