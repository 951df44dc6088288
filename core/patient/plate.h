#pragma once

#include "core/patient/shape.h"

#include <vector>

namespace trocar::synthetic {

/// A point on the middle of a curved plate of bone, and half the plate's thickness there.
struct PlatePoint {
  Vec3 positionMm;
  double halfThicknessMm;
};

/// A curved plate: the smoothest sheet through `points` seen along `normal`, ending at the closed
/// smooth curve through `border`, with rounded edges. `normal` should look at the plate from the
/// front.
Shape plate(const std::vector<PlatePoint>& points,
            const std::vector<Vec3>& border,
            const Vec3& normal);

}  // namespace trocar::synthetic
