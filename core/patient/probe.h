#pragma once

#include "core/patient/shape.h"

namespace trocar::synthetic {

/// Length from a point inside a solid to where a straight way leaves it; at most `limitMm`.
double lengthInside(const Distance& solid,
                    const Vec3& fromMm,
                    const Vec3& direction,
                    double limitMm);
/// Length from a point outside to where a straight way enters it; at most `limitMm`.
double lengthOutside(const Distance& solid,
                     const Vec3& fromMm,
                     const Vec3& direction,
                     double limitMm);
/// The point of the solid that lies farthest along `direction`, within `radiusMm` of a point; to
/// 0.1 mm.
Vec3 farthestAlong(const Distance& solid,
                   const Vec3& nearMm,
                   const Vec3& direction,
                   double radiusMm);

/// The middle of that tip: of what lies within a millimetre of its height and 6 mm of its place,
/// each place counting by how high it lies. Unlike the summit it is defined on a blunt tip, too.
Vec3 tipAlong(const Distance& solid, const Vec3& nearMm, const Vec3& direction, double radiusMm);

struct Mass {
  Vec3 centroidMm;
  double volumeMl;
};
/// By quadrature at `stepMm` with soft edges.
Mass massOf(const Shape& solid, double stepMm);

}  // namespace trocar::synthetic
