#pragma once

#include "planning/cement/flow/filling.h"
#include "planning/plan/instrument.h"

namespace trocar::cement {

/// Pressure in kPa that drives a power-law fluid through a straight round bore (Hagen-Poiseuille
/// for the exponent 1): 2 K L / R x ((3 n + 1) / n x Q / (pi R^3))^n.
double cannulaPressureKPa(const PowerLaw& fluid,
                          double boreDiameterMm,
                          double lengthMm,
                          double rateMlPerS);

/// Cement that stays in the cannula: the catalogue's figure, else the bore's volume.
double deadVolumeMl(const Instrument& cannula);

/// A 1 ml syringe's plunger pressed by hand with 100 N [estimated]; its bore is 4.7 mm (customary
/// size, unverified).
inline constexpr double kSyringeBoreMm = 4.7;
inline constexpr double kHandForceN = 100.0;
double handPressureKPa();

}  // namespace trocar::cement
