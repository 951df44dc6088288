#include "render/picking.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>
#include <limits>

namespace trocar::render {
namespace {

/// Distance of a pixel to a segment, and how far along the segment its nearest point lies (0 to 1).
struct SegmentDistance {
  double px;
  double share;
};

SegmentDistance toSegment(const Pixel& pixel, const Pixel& a, const Pixel& b) {
  const double dx = b.x - a.x, dy = b.y - a.y;
  const double squared = std::max(dx * dx + dy * dy, 1e-9);
  const double share =
      std::clamp(((pixel.x - a.x) * dx + (pixel.y - a.y) * dy) / squared, 0.0, 1.0);
  return {std::hypot(a.x + share * dx - pixel.x, a.y + share * dy - pixel.y), share};
}

/// Smaller is more particular.
int breadth(Role role) {
  switch (role) {
    case Role::Lesion:
      return 0;
    case Role::Cord:
    case Role::Nerve:
      return 1;
    case Role::ThecalSac:
    case Role::Artery:
    case Role::Vein:
      return 2;
    case Role::Canal:
    case Role::Foramen:
      return 3;
    case Role::Skin:
      return 9;
    case Role::Muscle:
      return 8;
    default:
      return 5;
  }
}

/// Distance along the ray to a triangle (Möller and Trumbore 1997); infinite where it is missed.
double hitAt(const Eigen::Vector3d& from,
             const Eigen::Vector3d& direction,
             const std::array<Vec3, 3>& corners) {
  constexpr double kMissed = std::numeric_limits<double>::infinity();
  const Vec3 first = corners[1] - corners[0];
  const Vec3 second = corners[2] - corners[0];
  const Vec3 p = direction.cross(second);
  const double determinant = first.dot(p);
  if (std::abs(determinant) < 1e-12)
    return kMissed;
  const Vec3 offset = from - corners[0];
  const double u = offset.dot(p) / determinant;
  const Vec3 q = offset.cross(first);
  const double v = direction.dot(q) / determinant;
  if (u < 0.0 || v < 0.0 || u + v > 1.0)
    return kMissed;
  const double distance = second.dot(q) / determinant;
  return distance > 0.0 ? distance : kMissed;
}

double firstHit(const Mesh& mesh, const Vec3& from, const Vec3& direction) {
  double nearest = std::numeric_limits<double>::infinity();
  const auto corner = [&](std::int32_t i) {
    const auto& p = mesh.pointsMm[static_cast<std::size_t>(i)];
    return Vec3(p[0], p[1], p[2]);
  };
  for (const auto& triangle : mesh.triangles)
    nearest = std::min(
        nearest,
        hitAt(from, direction, {corner(triangle[0]), corner(triangle[1]), corner(triangle[2])}));
  return nearest;
}

}  // namespace

std::optional<NeedleGrip> needleAt(const SceneState& state,
                                   const ToDisplay& toDisplay,
                                   const Pixel& pixel,
                                   double tolerancePx) {
  std::optional<NeedleGrip> found;
  double least = std::numeric_limits<double>::infinity();
  const auto offer = [&](const Needle& needle, NeedlePart part, double distancePx) {
    constexpr double kEndsWinByPx = 3.0;
    const double favour = needle.id == state.selectedNeedle ? 0.5 : 1.0;
    const double score = favour * distancePx + (part == NeedlePart::Shaft ? kEndsWinByPx : 0.0);
    if (distancePx > tolerancePx || score >= least)
      return;
    least = score;
    found = NeedleGrip{needle.id, part};
  };
  for (const Needle& needle : state.plan.needles) {
    const auto tip = toDisplay(needle.trajectory.target);
    const auto entry = toDisplay(needle.trajectory.entry);
    if (!tip || !entry)
      continue;
    offer(needle, NeedlePart::Tip, std::hypot(tip->x - pixel.x, tip->y - pixel.y));
    offer(needle, NeedlePart::Entry, std::hypot(entry->x - pixel.x, entry->y - pixel.y));
    offer(needle, NeedlePart::Shaft, toSegment(pixel, *entry, *tip).px);
  }
  return found;
}

Vec3 gripPointMm(const SceneState& state,
                 const NeedleGrip& grip,
                 const ToDisplay& toDisplay,
                 const Pixel& pixel) {
  const Needle* needle = state.plan.find(grip.needle);
  if (!needle)
    return Vec3::Zero();
  const Trajectory& path = needle->trajectory;
  if (grip.part == NeedlePart::Tip)
    return path.target;
  const auto tip = toDisplay(path.target);
  const auto entry = toDisplay(path.entry);
  if (grip.part == NeedlePart::Entry || !tip || !entry)
    return path.entry;
  return path.entry + toSegment(pixel, *entry, *tip).share * (path.target - path.entry);
}

const LandmarkMark* landmarkAt(const SceneState& state,
                               const ToDisplay& toDisplay,
                               const std::function<bool(const Vec3&)>& seen,
                               const Pixel& pixel,
                               double tolerancePx) {
  const LandmarkMark* nearest = nullptr;
  double least = tolerancePx;
  for (const LandmarkMark& mark : state.landmarks) {
    const auto at = toDisplay(mark.pointMm);
    if (!at || !seen(mark.pointMm))
      continue;
    const double distance = std::hypot(at->x - pixel.x, at->y - pixel.y);
    if (distance > least)
      continue;
    least = distance;
    nearest = &mark;
  }
  return nearest;
}

std::string structureAt(const SceneState& state, const Vec3& pointMm) {
  const Structure* best = nullptr;
  if (!state.patient)
    return {};
  for (const Structure& structure : state.patient->structures) {
    if (best && breadth(structure.role) >= breadth(best->role))
      continue;
    if (contains(*state.patient, structure, pointMm))
      best = &structure;
  }
  return best ? best->id : std::string();
}

std::optional<SurfaceHit> surfaceAlong(const SceneState& state,
                                       const Vec3& fromMm,
                                       const Vec3& direction) {
  if (!state.patient || !state.surfaces)
    return {};
  double nearest = std::numeric_limits<double>::infinity();
  std::string id;
  for (const Structure& structure : state.patient->structures) {
    const auto surface = state.surfaces->find(structure.id);
    const bool seen = isVisible(state, structure) && opacityOf(state, structure) > 0.3;
    if (surface == state.surfaces->end() || !seen)
      continue;
    const double distance = firstHit(*surface->second, fromMm, direction);
    if (distance < nearest) {
      nearest = distance;
      id = structure.id;
    }
  }
  if (id.empty())
    return {};
  return SurfaceHit{id, fromMm + nearest * direction};
}

}  // namespace trocar::render
