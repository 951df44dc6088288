#include "planning/anatomy/canal_outline.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace trocar::anatomy {
namespace {

constexpr double kOutlineReachMm = 25.0;

Vec3 rayOf(std::size_t angle) {
  const double phi = 2.0 * std::numbers::pi * static_cast<double>(angle) / BodyShape::kAngles;
  return {std::sin(phi), std::cos(phi), 0.0};
}

CanalOutline traceFrom(const SoftMask& mask, const BodyShape& body, const Vec3& startMm) {
  CanalOutline outline;
  outline.centreMm = startMm;
  outline.radiiMm.fill(kOutlineReachMm);
  const double halfMm = body.topMm;
  for (double z = -0.8 * halfMm; z <= halfMm; z += 1.0) {
    const Vec3 from = body.axes.toPatient(startMm + Vec3(0, 0, z));
    for (std::size_t a = 0; a < outline.radiiMm.size(); ++a) {
      const Vec3 ray = rayOf(a);
      const Vec3 direction = ray[0] * body.axes.frame.left + ray[1] * body.axes.frame.posterior;
      if (const auto wall = entryMm(mask, from, direction, outline.radiiMm[a]))
        outline.radiiMm[a] = *wall;
    }
  }
  const auto closed = std::count_if(outline.radiiMm.begin(),
                                    outline.radiiMm.end(),
                                    [](double radius) { return radius < kOutlineReachMm; });
  outline.closedShare = static_cast<double>(closed) / BodyShape::kAngles;
  return outline;
}

/// Centre of area of the polygon, relative to the outline's centre; sets its area.
Vec3 centreOfArea(CanalOutline& outline) {
  Vec3 sum = Vec3::Zero();
  double twiceArea = 0.0;
  for (std::size_t a = 0; a < outline.radiiMm.size(); ++a) {
    const std::size_t b = (a + 1) % outline.radiiMm.size();
    const Vec3 p = outline.radiiMm[a] * rayOf(a);
    const Vec3 q = outline.radiiMm[b] * rayOf(b);
    const double cross = p[1] * q[0] - p[0] * q[1];
    twiceArea += cross;
    sum += cross / 3.0 * (p + q);
  }
  outline.areaMm2 = 0.5 * twiceArea;
  return twiceArea > 0.0 ? Vec3(sum / twiceArea) : Vec3::Zero();
}

}  // namespace

bool CanalOutline::contains(const Vec3& local) const {
  const double x = local[0] - centreMm[0];
  const double y = local[1] - centreMm[1];
  double turn = std::atan2(x, y) / (2.0 * std::numbers::pi) * BodyShape::kAngles;
  turn = turn < 0.0 ? turn + BodyShape::kAngles : turn;
  const auto low = static_cast<std::size_t>(turn) % BodyShape::kAngles;
  const double share = turn - std::floor(turn);
  return std::hypot(x, y) <=
         (1.0 - share) * radiiMm[low] + share * radiiMm[(low + 1) % BodyShape::kAngles];
}

std::optional<CanalOutline> traceCanal(const SoftMask& mask,
                                       const BodyShape& body,
                                       const Vec3& startMm) {
  Vec3 start(startMm[0], startMm[1], 0.0);
  CanalOutline outline;
  for (int pass = 0; pass < 3; ++pass) {
    outline = traceFrom(mask, body, start);
    const Vec3 shift = centreOfArea(outline);
    if (outline.areaMm2 < 20.0)
      return std::nullopt;
    if (shift.norm() < 0.2 || pass == 2)
      break;
    start += shift;
  }
  return outline;
}

}  // namespace trocar::anatomy
