#include "planning/cement/flow/bone_flow.h"

#include <algorithm>
#include <cmath>

namespace trocar::cement {

double boneVolumeFraction(double hu) {
  constexpr double kMineralPerHu = 0.8;
  return std::clamp((kMineralPerHu * hu + 50.0) / 1200.0, 0.03, 0.9);
}

double permeabilityM2(double boneVolumeFraction) {
  constexpr double kSurfacePerM = 18000.0;
  const double b = boneVolumeFraction;
  return std::pow(1.0 - b, 3) / (5.0 * std::pow(kSurfacePerM * b, 2));
}

double tubePermeabilityM2(double diameterMm) {
  constexpr double kM2PerMm2 = 1e-6;
  return kM2PerMm2 * diameterMm * diameterMm / 32.0;
}

}  // namespace trocar::cement
