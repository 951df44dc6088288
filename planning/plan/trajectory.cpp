#include "planning/plan/trajectory.h"

#include <Eigen/Dense>

#include <algorithm>

namespace trocar {

// Closest points of two segments: Ericson, Real-Time Collision Detection, section 5.1.9.
ClosestPoints closestPoints(const Trajectory& a, const Trajectory& b) {
  const Vec3 da = a.target - a.entry;
  const Vec3 db = b.target - b.entry;
  const Vec3 offset = a.entry - b.entry;
  const double aa = da.squaredNorm();
  const double bb = db.squaredNorm();
  const double ab = da.dot(db);
  const double ao = da.dot(offset);
  const double bo = db.dot(offset);

  const double denominator = aa * bb - ab * ab;  // Zero for parallel shafts.
  double s = denominator > 0.0 ? std::clamp((ab * bo - ao * bb) / denominator, 0.0, 1.0) : 0.0;
  double t = (ab * s + bo) / bb;
  if (t < 0.0) {
    t = 0.0;
    s = std::clamp(-ao / aa, 0.0, 1.0);
  } else if (t > 1.0) {
    t = 1.0;
    s = std::clamp((ab - ao) / aa, 0.0, 1.0);
  }
  return {a.entry + s * da, b.entry + t * db};
}

double distanceBetweenMm(const Trajectory& a, const Trajectory& b) {
  const ClosestPoints closest = closestPoints(a, b);
  return (closest.onA - closest.onB).norm();
}

}  // namespace trocar
