#include "planning/numerics/axes_across.h"

#include <Eigen/Geometry>

#include <cmath>

namespace trocar::numerics {

AxesAcross::AxesAcross(const Vec3& direction)
    : u((std::abs(direction.z()) < 0.9 ? Vec3::UnitZ() : Vec3::UnitX())
            .cross(direction)
            .normalized()),
      v(direction.cross(u)) {}

AxesAcross::AxesAcross(const Vec3& direction, Side side)
    : AxesAcross(Vec3(signOf(side) * direction.x(), direction.y(), direction.z())) {
  u.x() *= signOf(side);
  v.x() *= signOf(side);
}

Vec3 AxesAcross::at(double turn) const {
  return std::cos(turn) * u + std::sin(turn) * v;
}

}  // namespace trocar::numerics
