#include "core/patient/probe.h"

#include "core/parallel.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace trocar::synthetic {
namespace {

/// First change of sign along the way: steps of half the distance to the surface, then halving.
double lengthToSurface(const Distance& solid,
                       const Vec3& from,
                       const Vec3& direction,
                       double limitMm) {
  constexpr double kLeastStepMm = 0.1;
  double here = solid(from);
  const bool inside = here < 0;
  double low = 0;
  double high = 0;
  while (high < limitMm && (here < 0) == inside) {
    low = high;
    high += std::max(kLeastStepMm, 0.5 * std::abs(here));
    here = solid(from + high * direction);
  }
  for (int i = 0; i < 14; ++i) {
    const double middle = 0.5 * (low + high);
    ((solid(from + middle * direction) < 0) == inside ? low : high) = middle;
  }
  return std::min(limitMm, 0.5 * (low + high));
}

}  // namespace

double lengthInside(const Distance& solid,
                    const Vec3& fromMm,
                    const Vec3& direction,
                    double limitMm) {
  return solid(fromMm) < 0 ? lengthToSurface(solid, fromMm, direction, limitMm) : 0;
}

double lengthOutside(const Distance& solid,
                     const Vec3& fromMm,
                     const Vec3& direction,
                     double limitMm) {
  return solid(fromMm) < 0 ? 0 : lengthToSurface(solid, fromMm, direction, limitMm);
}

Vec3 farthestAlong(const Distance& solid,
                   const Vec3& nearMm,
                   const Vec3& direction,
                   double radiusMm) {
  Vec3 best = nearMm;
  double reach = solid(nearMm) < 0 ? 0 : -radiusMm;
  Vec3 centre = nearMm;
  for (const double step : {radiusMm / 10, radiusMm / 40, 0.1}) {
    for (int k = -10; k <= 10; ++k)
      for (int j = -10; j <= 10; ++j)
        for (int i = -10; i <= 10; ++i) {
          const Vec3 point = centre + step * Vec3(i, j, k);
          const double along = (point - nearMm).dot(direction);
          if (along > reach && (point - nearMm).norm() <= radiusMm && solid(point) < 0) {
            reach = along;
            best = point;
          }
        }
    centre = best;
  }
  return best;
}

Vec3 tipAlong(const Distance& solid, const Vec3& nearMm, const Vec3& direction, double radiusMm) {
  constexpr double kStepMm = 0.25;
  constexpr double kDepthMm = 1.0;
  constexpr double kTipRadiusMm = 6.0;
  const Vec3 summit = farthestAlong(solid, nearMm, direction, radiusMm);
  const Vec3 u = direction.unitOrthogonal();
  const Vec3 v = direction.cross(u);
  Vec3 sum = Vec3::Zero();
  double weights = 0;
  for (double a = -kTipRadiusMm; a <= kTipRadiusMm; a += kStepMm)
    for (double b = -kTipRadiusMm; b <= kTipRadiusMm; b += kStepMm) {
      const Vec3 above = summit + a * u + b * v + 0.05 * direction;
      const double down = lengthOutside(solid, above, -direction, kDepthMm);
      if (std::hypot(a, b) > kTipRadiusMm || down >= kDepthMm)
        continue;
      sum += (kDepthMm - down) * (above - down * direction);
      weights += kDepthMm - down;
    }
  return weights > 0 ? Vec3(sum / weights) : summit;
}

Mass massOf(const Shape& solid, double stepMm) {
  const Box box = grown(solid.box, 2 * stepMm);
  const Vec3 counts = ((box.highMm - box.lowMm) / stepMm).array().ceil();
  const auto massOfLayer = [&](int k) {
    Eigen::Vector4d sum = Eigen::Vector4d::Zero();
    for (int j = 0; j < static_cast<int>(counts.y()); ++j)
      for (int i = 0; i < static_cast<int>(counts.x()); ++i) {
        const Vec3 point = box.lowMm + stepMm * Vec3(i, j, k);
        const double share = std::clamp(0.5 - solid.distance(point) / stepMm, 0.0, 1.0);
        sum += share * Eigen::Vector4d(point.x(), point.y(), point.z(), 1);
      }
    return sum;
  };
  const Eigen::Vector4d total = parallelSum(
      static_cast<int>(counts.z()), Eigen::Vector4d(Eigen::Vector4d::Zero()), massOfLayer);
  return {total.head<3>() / total.w(), total.w() * stepMm * stepMm * stepMm / 1000};
}

}  // namespace trocar::synthetic
