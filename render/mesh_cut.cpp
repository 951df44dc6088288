#include "render/mesh_cut.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_map>

namespace trocar {
namespace {

/// A mesh edge, lower point first: where the plane crosses it, two triangles share the crossing.
using EdgeKey = std::uint64_t;

EdgeKey edgeKey(std::int32_t a, std::int32_t b) {
  const auto low = static_cast<std::uint32_t>(std::min(a, b));
  const auto high = static_cast<std::uint32_t>(std::max(a, b));
  return (EdgeKey{low} << 32U) | high;
}

/// Signed distances of the points to the plane; exact zeros are moved aside, so that an edge is
/// crossed or not.
std::vector<float> distancesTo(const Mesh& mesh, const SlicePlane& plane) {
  const Eigen::Vector3f normal = plane.towardsViewer().cast<float>();
  const float offset = static_cast<float>(plane.centreMm.dot(plane.towardsViewer()));
  std::vector<float> distances(mesh.pointsMm.size());
  for (std::size_t i = 0; i < distances.size(); ++i) {
    const auto& p = mesh.pointsMm[i];
    const float distance = p[0] * normal[0] + p[1] * normal[1] + p[2] * normal[2] - offset;
    distances[i] = distance == 0.0F ? 1e-6F : distance;
  }
  return distances;
}

/// Crossed edges with the one or two edges that follow them on the outline.
struct Crossing {
  Pixel at;
  std::array<EdgeKey, 2> next{};
  int links = 0;
  bool done = false;
};

class Outline {
 public:
  Outline(const Mesh& mesh, const SlicePlane& plane)
      : mesh_(mesh), plane_(plane), distances_(distancesTo(mesh, plane)) {
    for (const auto& triangle : mesh.triangles)
      cut(triangle);
  }

  std::vector<Path> paths() {
    std::vector<Path> paths;
    for (const EdgeKey start : order_) {
      if (!crossings_.at(start).done)
        paths.push_back(follow(start));
    }
    return paths;
  }

 private:
  float distance(std::int32_t point) const { return distances_[static_cast<std::size_t>(point)]; }

  void cut(const std::array<std::int32_t, 3>& triangle) {
    const int above = (distance(triangle[0]) > 0.0F) + (distance(triangle[1]) > 0.0F) +
                      (distance(triangle[2]) > 0.0F);
    if (above == 0 || above == 3)
      return;
    std::array<EdgeKey, 2> ends{};
    std::size_t found = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      const std::int32_t a = triangle[i];
      const std::int32_t b = triangle[(i + 1) % 3];
      if ((distance(a) > 0.0F) != (distance(b) > 0.0F))
        ends[found++] = crossingOf(a, b);
    }
    link(ends[0], ends[1]);
    link(ends[1], ends[0]);
  }

  EdgeKey crossingOf(std::int32_t a, std::int32_t b) {
    const EdgeKey key = edgeKey(a, b);
    const auto [entry, fresh] = crossings_.try_emplace(key);
    if (fresh) {
      const double share = distance(a) / (static_cast<double>(distance(a)) - distance(b));
      const auto& p = mesh_.pointsMm[static_cast<std::size_t>(a)];
      const auto& q = mesh_.pointsMm[static_cast<std::size_t>(b)];
      const Vec3 from(p[0], p[1], p[2]);
      const Vec3 to(q[0], q[1], q[2]);
      entry->second.at = plane_.toPixel(from + share * (to - from));
      order_.push_back(key);
    }
    return key;
  }

  void link(EdgeKey from, EdgeKey to) {
    Crossing& crossing = crossings_.at(from);
    if (crossing.links < 2)
      crossing.next[static_cast<std::size_t>(crossing.links++)] = to;
  }

  /// From one crossing on until the outline closes or ends.
  Path follow(EdgeKey start) {
    Path path;
    path.closed = true;
    for (EdgeKey key = start;;) {
      Crossing& crossing = crossings_.at(key);
      crossing.done = true;
      path.points.push_back(crossing.at);
      const auto* next = std::find_if(
          crossing.next.begin(), crossing.next.begin() + crossing.links, [&](EdgeKey candidate) {
            return !crossings_.at(candidate).done;
          });
      if (next == crossing.next.begin() + crossing.links)
        return path;
      key = *next;
    }
  }

  const Mesh& mesh_;
  const SlicePlane& plane_;
  std::vector<float> distances_;
  std::unordered_map<EdgeKey, Crossing> crossings_;
  std::vector<EdgeKey> order_;
};

}  // namespace

std::vector<Path> cutMesh(const Mesh& mesh, const SlicePlane& plane) {
  return Outline(mesh, plane).paths();
}

}  // namespace trocar
