#pragma once

#include "core/structure.h"

#include <span>

namespace trocar {

/// From a point to the nearest of the segments between points; infinite where there is none.
double distanceToLineMm(std::span<const Vec3> lineMm, const Vec3& pointMm);

/// Exact signed distance in mm to the surface of a tube with round ends, negative inside.
double signedDistanceMm(const TubeRegion& tube, const Vec3& pointMm);

/// Exact signed distance in mm to the surface of an ellipsoid, negative inside.
double signedDistanceMm(const EllipsoidRegion& ellipsoid, const Vec3& pointMm);

}  // namespace trocar
