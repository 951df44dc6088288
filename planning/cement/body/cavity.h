#pragma once

#include "core/case.h"
#include "planning/plan/plan.h"

#include <string>
#include <vector>

namespace trocar::cement {

/// The room that a device leaves, an ellipsoid along its needle as long as the device: of
/// revolution for an inflated balloon, an expanded stent or an osteotome; as wide as the device and
/// opened towards the head and the feet for an expandable implant.
struct Cavity {
  std::string needle;
  EllipsoidRegion region;
  double volumeMl = 0.0;
};

/// One for each balloon, stent or osteotome of the plan whose volume was entered, and each
/// expandable implant whose height was (DeviceUse).
std::vector<Cavity> plannedCavities(const Plan& plan);

/// Ids of the devices whose volume or height is missing.
std::vector<std::string> devicesNotOpened(const Plan& plan);

/// Share of the cavity that is not in the bone, 0 to 1, on a lattice of 0.5 mm.
double shareOutside(const Case& patient, const Structure& bone, const Cavity& cavity);

bool contains(const EllipsoidRegion& region, const Vec3& pointMm);

}  // namespace trocar::cement
