#include "render/mesh/coarse_mesh.h"

#include <cmath>
#include <cstddef>
#include <unordered_map>

namespace trocar::render {
namespace {

/// The cube that a point lies in and the octant that its normal looks into.
std::uint64_t placeOf(const Mesh& mesh, std::size_t point, double cellMm) {
  constexpr std::uint64_t kMask = 0xFFFFF;
  std::uint64_t place = 0;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const auto cell = static_cast<std::int64_t>(std::floor(mesh.pointsMm[point][axis] / cellMm));
    place = (place << 20U) | (static_cast<std::uint64_t>(cell) & kMask);
  }
  for (const float along : mesh.normals[point])
    place = (place << 1U) | (along < 0.0F ? 1U : 0U);
  return place;
}

struct Gathered {
  Vec3 pointMm = Vec3::Zero();
  Vec3 normal = Vec3::Zero();
  double openness = 0.0;
  int count = 0;
};

Vec3 vectorOf(const std::array<float, 3>& values) {
  return {values[0], values[1], values[2]};
}

std::array<float, 3> floatsOf(const Vec3& vector) {
  return {static_cast<float>(vector.x()),
          static_cast<float>(vector.y()),
          static_cast<float>(vector.z())};
}

}  // namespace

Mesh coarseMesh(const Mesh& mesh, double cellMm) {
  std::vector<Gathered> gathered;
  std::vector<std::int32_t> to(mesh.pointsMm.size());
  std::unordered_map<std::uint64_t, std::int32_t> places;
  places.reserve(mesh.pointsMm.size() / 8);
  for (std::size_t p = 0; p < mesh.pointsMm.size(); ++p) {
    const auto [place, fresh] =
        places.try_emplace(placeOf(mesh, p, cellMm), static_cast<std::int32_t>(gathered.size()));
    if (fresh)
      gathered.emplace_back();
    Gathered& one = gathered[static_cast<std::size_t>(place->second)];
    one.pointMm += vectorOf(mesh.pointsMm[p]);
    one.normal += vectorOf(mesh.normals[p]);
    one.openness += mesh.openness.empty() ? 0.0 : mesh.openness[p];
    ++one.count;
    to[p] = place->second;
  }
  Mesh coarse;
  for (const Gathered& one : gathered) {
    coarse.pointsMm.push_back(floatsOf(one.pointMm / one.count));
    coarse.normals.push_back(floatsOf(one.normal.normalized()));
    if (!mesh.openness.empty())
      coarse.openness.push_back(static_cast<std::uint8_t>(std::lround(one.openness / one.count)));
  }
  for (const auto& triangle : mesh.triangles) {
    const auto at = [&](std::size_t corner) {
      return to[static_cast<std::size_t>(triangle[corner])];
    };
    if (at(0) != at(1) && at(1) != at(2) && at(2) != at(0))
      coarse.triangles.push_back({at(0), at(1), at(2)});
  }
  return coarse;
}

}  // namespace trocar::render
