#pragma once

#include "core/structure.h"

#include <functional>
#include <vector>

namespace trocar {

/// A zone as a set of points, whatever it was made from.
struct ZoneShape {
  /// To the zone's surface, negative inside.
  std::function<double(const Vec3& pointMm)> signedDistanceMm;
  std::vector<Vec3> surfaceMm;   ///< Dense on the surface.
  std::vector<Vec3> interiorMm;  ///< Dense inside.

  bool empty() const { return surfaceMm.empty(); }
};

/// All points of any of the ellipsoids.
ZoneShape unionOf(std::vector<EllipsoidRegion> ellipsoids);

}  // namespace trocar
