#pragma once

#include "core/distance_field.h"
#include "planning/ablation/zones/zone_region.h"

#include <vector>

namespace trocar::ablation {

/// A lesion as points: one a voxel inside, and one on the surface beside each voxel of its rim.
struct TargetPoints {
  std::vector<Vec3> insideMm;
  std::vector<Vec3> surfaceMm;
  std::vector<Vec3> outwards;  ///< Unit vectors there.
};
TargetPoints targetPoints(const DistanceField& field);

/// Share of the points inside the zone, 0 to 1.
double coveredShare(const std::vector<Vec3>& pointsMm, const ZoneRegion& zone);

/// How far something lies from something else, and where. Negative where they overlap.
struct PlacedDistance {
  double distanceMm = 0.0;
  Vec3 atMm = Vec3::Zero();
};

/// From the target's surface out to the zone's, where it is least; negative where the target sticks
/// out.
PlacedDistance leastMargin(const TargetPoints& target, const ZoneRegion& zone);

/// From the zone's surface to a structure's; negative is how deep the structure lies in the zone.
PlacedDistance distanceToStructure(const ZoneRegion& zone, const DistanceField& structure);

/// From the zone's surface out to the surface of a body that should hold the zone, as the skin
/// does; negative is how far the zone reaches beyond it.
PlacedDistance distanceFromWithin(const ZoneRegion& zone, const DistanceField& body);

}  // namespace trocar::ablation
