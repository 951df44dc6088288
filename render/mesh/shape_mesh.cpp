// Meshes of closed forms: tubeMesh and ellipsoidMesh of surface.h.
#include "render/mesh/surface.h"

#include <Eigen/Geometry>

#include <cmath>
#include <numbers>

namespace trocar::render {
namespace {

using std::numbers::pi;

std::array<float, 3> toFloats(const Vec3& v) {
  return {static_cast<float>(v.x()), static_cast<float>(v.y()), static_cast<float>(v.z())};
}

void addPoint(Mesh& mesh, const Vec3& pointMm, const Vec3& normal) {
  mesh.pointsMm.push_back(toFloats(pointMm));
  mesh.normals.push_back(toFloats(normal));
}

/// Two triangles between each pair of neighbouring rings of `sides` points, the rings starting at
/// `first`.
void joinRings(Mesh& mesh, int first, int rings, int sides) {
  for (int ring = 0; ring + 1 < rings; ++ring) {
    for (int side = 0; side < sides; ++side) {
      const int a = first + ring * sides + side;
      const int b = first + ring * sides + (side + 1) % sides;
      mesh.triangles.push_back({a, b, a + sides});
      mesh.triangles.push_back({b, b + sides, a + sides});
    }
  }
}

/// A fan from a pole to a ring of `sides` points that begins at `first`; seen from outside, the
/// ring goes round to the left where `left`.
void closeRing(
    Mesh& mesh, const Vec3& poleMm, const Vec3& normal, int first, int sides, bool left) {
  const auto pole = static_cast<std::int32_t>(mesh.pointsMm.size());
  addPoint(mesh, poleMm, normal);
  for (int side = 0; side < sides; ++side) {
    const int a = first + side;
    const int b = first + (side + 1) % sides;
    mesh.triangles.push_back(
        {pole, static_cast<std::int32_t>(left ? a : b), static_cast<std::int32_t>(left ? b : a)});
  }
}

/// Directions of the rings of a tube: at the corners the mean of both segments.
std::vector<Vec3> tangentsOf(const std::vector<Vec3>& line) {
  std::vector<Vec3> tangents;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const Vec3 before = i > 0 ? (line[i] - line[i - 1]).normalized() : Vec3::Zero();
    const Vec3 after = i + 1 < line.size() ? (line[i + 1] - line[i]).normalized() : Vec3::Zero();
    tangents.push_back((before + after).normalized());
  }
  return tangents;
}

struct Ring {
  Vec3 centreMm;
  double radiusMm;
  Vec3 tangent;
  double slope;  ///< Of the normal against the ring's plane, along the tangent.
};

/// Rings of a tube with round ends.
std::vector<Ring> ringsOf(const TubeRegion& tube) {
  constexpr int kCap = 6;
  const std::vector<Vec3> tangents = tangentsOf(tube.centreLineMm);
  std::vector<Ring> rings;
  const auto cap = [&](const Vec3& end, const Vec3& tangent, double from, double to) {
    for (int i = 0; i < kCap; ++i) {
      const double angle = from + (to - from) * i / (kCap - 1);
      rings.push_back({end + tube.radiusMm * std::sin(angle) * tangent,
                       tube.radiusMm * std::cos(angle),
                       tangent,
                       std::tan(angle)});
    }
  };
  constexpr double kNearlyRight = 0.499 * pi;
  cap(tube.centreLineMm.front(), tangents.front(), -kNearlyRight, 0.0);
  for (std::size_t i = 1; i + 1 < tangents.size(); ++i)
    rings.push_back({tube.centreLineMm[i], tube.radiusMm, tangents[i], 0.0});
  cap(tube.centreLineMm.back(), tangents.back(), 0.0, kNearlyRight);
  return rings;
}

}  // namespace

Mesh tubeMesh(const TubeRegion& tube, int sides) {
  Mesh mesh;
  const std::vector<Ring> rings = ringsOf(tube);
  Vec3 across = rings.front().tangent.unitOrthogonal();
  for (const Ring& ring : rings) {
    across = (across - across.dot(ring.tangent) * ring.tangent).normalized();
    const Vec3 third = ring.tangent.cross(across);
    for (int side = 0; side < sides; ++side) {
      const double angle = 2.0 * pi * side / sides;
      const Vec3 outward = std::cos(angle) * across + std::sin(angle) * third;
      addPoint(mesh,
               ring.centreMm + ring.radiusMm * outward,
               (outward + ring.slope * ring.tangent).normalized());
    }
  }
  const int count = static_cast<int>(rings.size());
  joinRings(mesh, 0, count, sides);
  const Ring& first = rings.front();
  const Ring& last = rings.back();
  closeRing(mesh, first.centreMm, -first.tangent, 0, sides, false);
  closeRing(mesh, last.centreMm, last.tangent, (count - 1) * sides, sides, true);
  return mesh;
}

Mesh ellipsoidMesh(const EllipsoidRegion& ellipsoid, int rings) {
  Mesh mesh;
  const int sides = 2 * rings;
  const bool mirrored = ellipsoid.axes.determinant() < 0.0;
  for (int ring = 0; ring <= rings; ++ring) {
    const double latitude = pi * (static_cast<double>(ring) / rings - 0.5) * 0.999;
    for (int side = 0; side < sides; ++side) {
      const double longitude = (mirrored ? -2.0 : 2.0) * pi * side / sides;
      const Vec3 unit(std::cos(latitude) * std::cos(longitude),
                      std::cos(latitude) * std::sin(longitude),
                      std::sin(latitude));
      const Vec3 local = unit.cwiseProduct(ellipsoid.radiiMm);
      const Vec3 normal = unit.cwiseQuotient(ellipsoid.radiiMm);
      addPoint(mesh,
               ellipsoid.centreMm + ellipsoid.axes * local,
               (ellipsoid.axes * normal).normalized());
    }
  }
  joinRings(mesh, 0, rings + 1, sides);
  const Vec3 pole = ellipsoid.radiiMm.z() * ellipsoid.axes.col(2);
  const Vec3 up = ellipsoid.axes.col(2).normalized();
  closeRing(mesh, ellipsoid.centreMm - pole, -up, 0, sides, false);
  closeRing(mesh, ellipsoid.centreMm + pole, up, rings * sides, sides, true);
  return mesh;
}

}  // namespace trocar::render
