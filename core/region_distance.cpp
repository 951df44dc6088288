#include "core/region_distance.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace trocar {
namespace {

double distanceToSegmentMm(const Vec3& from, const Vec3& to, const Vec3& point) {
  const Vec3 along = to - from;
  const double lengthSquared = along.squaredNorm();
  const double t =
      lengthSquared > 0.0 ? std::clamp((point - from).dot(along) / lengthSquared, 0.0, 1.0) : 0.0;
  return (point - from - t * along).norm();
}

/// Root s > 0 of sum over axes of (scaled_a / (s + excess_a))^2 = 1 by bisection. The left side
/// falls from above 1 near 0 to at most 1 at the length of `scaled`.
double footParameter(const Vec3& scaled, const Vec3& excess) {
  constexpr int kHalvings = 200;  // Far beyond the mantissa of a double, whatever the radii.
  double low = 0.0;
  double high = scaled.norm();
  for (int n = 0; n < kHalvings; ++n) {
    const double middle = 0.5 * (low + high);
    if (middle <= low || middle >= high)
      break;
    const double sum = scaled.cwiseQuotient(excess + Vec3::Constant(middle)).squaredNorm();
    (sum > 1.0 ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace

double distanceToLineMm(std::span<const Vec3> lineMm, const Vec3& pointMm) {
  double nearest = std::numeric_limits<double>::infinity();
  for (std::size_t n = 1; n < lineMm.size(); ++n)
    nearest = std::min(nearest, distanceToSegmentMm(lineMm[n - 1], lineMm[n], pointMm));
  return nearest;
}

double signedDistanceMm(const TubeRegion& tube, const Vec3& pointMm) {
  return distanceToLineMm(tube.centreLineMm, pointMm) - tube.radiusMm;
}

// The foot x of the normal from y obeys x_a = r_a^2 y_a / (t + r_a^2) with the largest root t of
// sum (r_a y_a / (t + r_a^2))^2 = 1, which lies above -min r^2 (D. Eberly, Distance from a Point to
// an Ellipse, an Ellipsoid, or a Hyperellipsoid, geometrictools.com); s = t + min r^2 here. A
// coordinate of exactly 0 on the shortest axis would hide that root; a shift of 1e-9 mm does not
// change the distance.
double signedDistanceMm(const EllipsoidRegion& ellipsoid, const Vec3& pointMm) {
  constexpr double kShiftMm = 1e-9;
  const Vec3 local = ellipsoid.axes.transpose() * (pointMm - ellipsoid.centreMm);
  const Vec3 y = local.cwiseAbs().cwiseMax(kShiftMm);
  const Vec3& r = ellipsoid.radiiMm;
  const Vec3 squared = r.cwiseProduct(r);
  const Vec3 excess = squared - Vec3::Constant(squared.minCoeff());
  const double s = footParameter(r.cwiseProduct(y), excess);
  const Vec3 foot = squared.cwiseProduct(y).cwiseQuotient(excess + Vec3::Constant(s));
  const double distance = (foot - y).norm();
  return y.cwiseQuotient(r).squaredNorm() <= 1.0 ? -distance : distance;
}

}  // namespace trocar
