#include "planning/cement/flow/cannula_flow.h"

#include <cmath>
#include <numbers>

namespace trocar::cement {

double cannulaPressureKPa(const PowerLaw& fluid,
                          double boreDiameterMm,
                          double lengthMm,
                          double rateMlPerS) {
  const double radiusM = boreDiameterMm / 2000.0;
  const double flowM3PerS = rateMlPerS * 1e-6;
  const double n = fluid.exponent;
  const double wallRatePerS =
      (3.0 * n + 1.0) / n * flowM3PerS / (std::numbers::pi * std::pow(radiusM, 3));
  return 2.0 * fluid.consistencyPaSn * (lengthMm / 1000.0) / radiusM * std::pow(wallRatePerS, n) /
         1000.0;
}

double deadVolumeMl(const Instrument& cannula) {
  if (cannula.deadVolumeMl)
    return *cannula.deadVolumeMl;
  const double radiusMm = cannula.innerDiameterMm.value_or(0.0) / 2.0;
  return std::numbers::pi * radiusMm * radiusMm * cannula.lengthMm / 1000.0;
}

double handPressureKPa() {
  const double radiusM = kSyringeBoreMm / 2000.0;
  return kHandForceN / (std::numbers::pi * radiusM * radiusM) / 1000.0;
}

}  // namespace trocar::cement
