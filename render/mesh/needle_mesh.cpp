#include "render/mesh/needle_mesh.h"

#include <Eigen/Geometry>

#include <cmath>
#include <numbers>

namespace trocar::render {
namespace {

constexpr int kSides = 32;

/// A corner of the outline that is turned about the axis.
struct Corner {
  double alongMm;  ///< From the start.
  double radiusMm;
};

/// Perpendicular to an axis everywhere: across the plane in which it bends.
Vec3 acrossOf(const NeedlePath& axis) {
  const Vec3 direction = axis.shaft().direction();
  const Vec3 normal = direction.cross(axis.tipDirection());
  return normal.norm() > 1e-6 ? Vec3(normal.normalized()) : Vec3(direction.unitOrthogonal());
}

/// The outline with a corner more at every chord of the axis's arc.
std::vector<Corner> along(const NeedlePath& axis, const std::vector<Corner>& outline) {
  std::vector<Corner> dense;
  for (std::size_t i = 0; i + 1 < outline.size(); ++i) {
    const Corner& a = outline[i];
    const Corner& b = outline[i + 1];
    dense.push_back(a);
    double depthMm = axis.shaft().lengthMm();
    for (const Trajectory& chord : axis.arc()) {
      if (depthMm > a.alongMm && depthMm < b.alongMm)
        dense.push_back({depthMm,
                         a.radiusMm + (b.radiusMm - a.radiusMm) * (depthMm - a.alongMm) /
                                          (b.alongMm - a.alongMm)});
      depthMm += chord.lengthMm();
    }
  }
  dense.push_back(outline.back());
  return dense;
}

/// Turns an outline about an axis, closed where the outline begins and ends on it; each stretch of
/// the outline is shaded flat along it and round about it. The mesh of several outlines is their
/// sum.
void addTurned(Mesh& mesh, const NeedlePath& axis, const std::vector<Corner>& corners) {
  const Vec3 across = acrossOf(axis);
  const std::vector<Corner> outline = along(axis, corners);
  for (std::size_t i = 0; i + 1 < outline.size(); ++i) {
    const Corner& a = outline[i];
    const Corner& b = outline[i + 1];
    const Vec3 slope = Vec3(b.alongMm - a.alongMm, a.radiusMm - b.radiusMm, 0.0).normalized();
    const auto first = static_cast<std::int32_t>(mesh.pointsMm.size());
    for (const Corner& corner : {a, b}) {
      const Vec3 centre = axis.pointAtDepth(corner.alongMm);
      const Vec3 direction = axis.directionAtDepth(corner.alongMm);
      const Vec3 third = direction.cross(across);
      for (int side = 0; side < kSides; ++side) {
        const double angle = 2.0 * std::numbers::pi * side / kSides;
        const Vec3 outward = std::cos(angle) * across + std::sin(angle) * third;
        const Vec3 point = centre + corner.radiusMm * outward;
        const Vec3 normal = slope.x() * outward + slope.y() * direction;
        mesh.pointsMm.push_back({float(point.x()), float(point.y()), float(point.z())});
        mesh.normals.push_back({float(normal.x()), float(normal.y()), float(normal.z())});
      }
    }
    for (int side = 0; side < kSides; ++side) {
      const std::int32_t p = first + side;
      const std::int32_t q = first + (side + 1) % kSides;
      if (a.radiusMm > 0.0)
        mesh.triangles.push_back({p, q, p + kSides});
      if (b.radiusMm > 0.0)
        mesh.triangles.push_back({q, q + kSides, p + kSides});
    }
  }
}

Mesh shaftMesh(const NeedleShape& needle, double lengthMm) {
  const double r = needle.radiusMm;
  const double pointMm = std::min(needle.sharp ? 3.0 * r : r, 0.5 * lengthMm);
  Mesh mesh;
  addTurned(mesh,
            needle.axis,
            {{0.0, 0.0},
             {0.0, r},
             {lengthMm - pointMm, r},
             {lengthMm - 0.35 * pointMm, 0.42 * r},
             {lengthMm, 0.0}});
  return mesh;
}

Mesh marksMesh(const NeedleShape& needle, double lengthMm) {
  constexpr double kEveryMm = 10.0;
  constexpr double kHalfWidthMm = 0.25;
  const double r = needle.radiusMm * 1.02;
  Mesh mesh;
  for (double along = lengthMm - kEveryMm; along > 2.0 * kHalfWidthMm; along -= kEveryMm)
    addTurned(mesh, needle.axis, {{along - kHalfWidthMm, r}, {along + kHalfWidthMm, r}});
  return mesh;
}

/// A grip in the style of a bone needle's: a collar on the shaft and a rounded bar across it.
/// Probes end in a plain collar.
Mesh handleMesh(const NeedleShape& needle) {
  const double r = needle.radiusMm;
  const Trajectory& shaft = needle.axis.shaft();
  const Vec3 axis = shaft.direction();
  Mesh mesh;
  addTurned(
      mesh,
      shaft,
      {{-11.0, 0.0}, {-11.0, 1.4 + r}, {-2.0, 1.4 + r}, {5.0, 0.7 + r}, {7.0, r}, {7.0, 0.0}});
  if (needle.active)
    return mesh;
  const Vec3 sideways = axis.cross(Vec3(0, 0, 1));
  const Vec3 across =
      sideways.norm() > 0.2 ? Vec3(sideways.normalized()) : Vec3(axis.unitOrthogonal());
  constexpr double kHalfMm = 15.0;
  const Vec3 end = shaft.entry - 11.0 * axis - kHalfMm * across;
  addTurned(mesh,
            Trajectory{end, end + 2.0 * kHalfMm * across},
            {{0.0, 0.0},
             {0.5, 1.5},
             {2.0, 2.4},
             {5.0, 2.8},
             {kHalfMm, 3.0},
             {2.0 * kHalfMm - 5.0, 2.8},
             {2.0 * kHalfMm - 2.0, 2.4},
             {2.0 * kHalfMm - 0.5, 1.5},
             {2.0 * kHalfMm, 0.0}});
  return mesh;
}

}  // namespace

NeedleMesh meshOf(const NeedleShape& needle) {
  const double lengthMm = needle.axis.lengthMm();
  NeedleMesh parts;
  parts.shaft = shaftMesh(needle, lengthMm);
  parts.marks = marksMesh(needle, lengthMm);
  if (needle.hasHub)
    parts.handle = handleMesh(needle);
  if (needle.active) {
    const auto [fromMm, toMm] = *needle.active;
    const double r = needle.radiusMm * 1.04;
    const double taperMm = std::min(3.0 * r, 0.5 * (toMm - fromMm));
    const bool atTip = lengthMm - toMm < taperMm;
    const double endMm = atTip ? toMm - taperMm : toMm;
    addTurned(parts.active, needle.axis, {{fromMm, 0.0}, {fromMm, r}, {endMm, r}, {endMm, 0.0}});
  }
  return parts;
}

}  // namespace trocar::render
