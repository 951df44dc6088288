#pragma once

#include "core/case.h"
#include "planning/plan.h"

#include <string>
#include <vector>

namespace trocar {

/// The room that an inflated balloon, an expanded stent or an osteotome leaves: an ellipsoid of
/// revolution along its needle, as long as the device.
struct Cavity {
  std::string needle;
  EllipsoidRegion region;
  double volumeMl = 0.0;
};

/// Answer that gives the volume of a balloon, stent or cut cavity in ml.
std::string balloonAnswer(const std::string& needleId);

/// One for each balloon of the plan whose inflated volume was entered as "cement.balloon-ml.N1".
/// Throws Error for an answer that is not a number above 0.
std::vector<Cavity> plannedCavities(const Plan& plan);

/// Ids of the balloons without a volume.
std::vector<std::string> balloonsWithoutVolume(const Plan& plan);

/// Share of the cavity that is not in the bone, 0 to 1, on a lattice of 0.5 mm.
double shareOutside(const Case& patient, const Structure& bone, const Cavity& cavity);

bool contains(const EllipsoidRegion& region, const Vec3& pointMm);

}  // namespace trocar
