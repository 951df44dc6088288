#pragma once

#include "core/side.h"
#include "core/vec3.h"

namespace trocar::numerics {

/// Two unit vectors across a direction and each other: u, v and it are right-handed. u is level,
/// across z, unless the direction is close to that.
struct AxesAcross {
  explicit AxesAcross(const Vec3& direction);
  /// Those of the left; on the right their mirror image in x, left-handed, so that what is laid by
  /// them there mirrors what is laid on the left.
  AxesAcross(const Vec3& direction, Side side);
  Vec3 u;
  Vec3 v;

  /// What stands at `turn` radians from u towards v.
  Vec3 at(double turn) const;
};

}  // namespace trocar::numerics
