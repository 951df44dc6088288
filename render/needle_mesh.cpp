#include "render/needle_mesh.h"

#include <Eigen/Geometry>

#include <cmath>
#include <numbers>

namespace trocar {
namespace {

constexpr int kSides = 32;

/// A corner of the outline that is turned about the axis.
struct Corner {
  double alongMm;  ///< From the start.
  double radiusMm;
};

/// Turns an outline about an axis; each stretch of the outline is shaded flat along it and round
/// about it. The mesh of several outlines is their sum.
void addTurned(Mesh& mesh,
               const Vec3& start,
               const Vec3& axis,
               const std::vector<Corner>& outline) {
  const Vec3 across = axis.unitOrthogonal();
  const Vec3 third = axis.cross(across);
  for (std::size_t i = 0; i + 1 < outline.size(); ++i) {
    const Corner& a = outline[i];
    const Corner& b = outline[i + 1];
    const Vec3 slope = Vec3(b.alongMm - a.alongMm, a.radiusMm - b.radiusMm, 0.0).normalized();
    const auto first = static_cast<std::int32_t>(mesh.pointsMm.size());
    for (const Corner& corner : {a, b}) {
      for (int side = 0; side < kSides; ++side) {
        const double angle = 2.0 * std::numbers::pi * side / kSides;
        const Vec3 outward = std::cos(angle) * across + std::sin(angle) * third;
        const Vec3 point = start + corner.alongMm * axis + corner.radiusMm * outward;
        const Vec3 normal = slope.x() * outward + slope.y() * axis;
        mesh.pointsMm.push_back({float(point.x()), float(point.y()), float(point.z())});
        mesh.normals.push_back({float(normal.x()), float(normal.y()), float(normal.z())});
      }
    }
    for (int side = 0; side < kSides; ++side) {
      const std::int32_t p = first + side;
      const std::int32_t q = first + (side + 1) % kSides;
      mesh.triangles.push_back({p, q, p + kSides});
      mesh.triangles.push_back({q, q + kSides, p + kSides});
    }
  }
}

Mesh shaftMesh(const NeedleShape& needle, double lengthMm) {
  const double r = needle.radiusMm;
  const double pointMm = std::min(needle.sharp ? 3.0 * r : r, 0.5 * lengthMm);
  Mesh mesh;
  addTurned(mesh,
            needle.hubMm,
            needle.direction,
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
    addTurned(mesh,
              needle.hubMm,
              needle.direction,
              {{along - kHalfWidthMm, r}, {along + kHalfWidthMm, r}});
  return mesh;
}

/// A grip in the style of a bone needle's: a collar on the shaft and a rounded bar across it.
/// Probes end in a plain collar.
Mesh handleMesh(const NeedleShape& needle) {
  const double r = needle.radiusMm;
  const Vec3& axis = needle.direction;
  Mesh mesh;
  addTurned(mesh,
            needle.hubMm,
            axis,
            {{-11.0, 0.0}, {-11.0, 1.4 + r}, {-2.0, 1.4 + r}, {5.0, 0.7 + r}, {7.0, r}});
  if (needle.active)
    return mesh;
  const Vec3 sideways = axis.cross(Vec3(0, 0, 1));
  const Vec3 across =
      sideways.norm() > 0.2 ? Vec3(sideways.normalized()) : Vec3(axis.unitOrthogonal());
  constexpr double kHalfMm = 15.0;
  addTurned(mesh,
            needle.hubMm - 11.0 * axis - kHalfMm * across,
            across,
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
  const double lengthMm = (needle.tipMm - needle.hubMm).norm();
  NeedleMesh parts;
  parts.shaft = shaftMesh(needle, lengthMm);
  parts.marks = marksMesh(needle, lengthMm);
  if (needle.hasHub)
    parts.handle = handleMesh(needle);
  if (needle.active) {
    const double activeMm = (needle.active->toMm - needle.active->fromMm).norm();
    const double r = needle.radiusMm * 1.04;
    const double taperMm = std::min(3.0 * r, 0.5 * activeMm);
    const bool atTip = (needle.active->toMm - needle.tipMm).norm() < taperMm;
    addTurned(parts.active,
              needle.active->fromMm,
              needle.direction,
              atTip ? std::vector<Corner>{{0.0, r}, {activeMm - taperMm, r}}
                    : std::vector<Corner>{{0.0, r}, {activeMm, r}});
  }
  return parts;
}

}  // namespace trocar
