#pragma once

#include "core/image.h"
#include "core/structure.h"

#include <functional>
#include <vector>

namespace trocar::ablation {

/// A zone as a set of points, whatever it was made from.
struct ZoneRegion {
  std::function<bool(const Vec3& pointMm)> contains;
  /// To the zone's surface, negative inside.
  std::function<double(const Vec3& pointMm)> signedDistanceMm;
  std::vector<Vec3> surfaceMm;   ///< Dense on the surface.
  std::vector<Vec3> interiorMm;  ///< Dense inside.

  bool empty() const { return surfaceMm.empty(); }
};

/// All points of any of the ellipsoids.
ZoneRegion unionOf(std::vector<EllipsoidRegion> ellipsoids);

/// All points where the image, trilinear between its voxels, is below `value`, or above it.
ZoneRegion regionOf(const Image<float>& image, double value, bool below);

}  // namespace trocar::ablation
