#include "render/mesh/mesh_cut.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <unordered_map>
#include <utility>

namespace trocar::render {
namespace {

/// A mesh edge, lower point first: where the plane crosses it, two triangles share the crossing.
using EdgeKey = std::uint64_t;

EdgeKey edgeKey(std::int32_t a, std::int32_t b) {
  const auto low = static_cast<std::uint32_t>(std::min(a, b));
  const auto high = static_cast<std::uint32_t>(std::max(a, b));
  return (EdgeKey{low} << 32U) | high;
}

constexpr std::size_t kRun = 128;  ///< Triangles that share a box.

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
      : mesh_(mesh),
        plane_(plane),
        normal_(plane.towardsViewer().cast<float>()),
        offset_(static_cast<float>(plane.centreMm.dot(plane.towardsViewer()))) {}

  bool meets(const Eigen::AlignedBox3f& box) const {
    const float middle = box.center().dot(normal_) - offset_;
    return std::abs(middle) <= 0.5F * box.sizes().dot(normal_.cwiseAbs()) + 1e-3F;
  }

  void cut(const std::array<std::int32_t, 3>& triangle) {
    const std::array<float, 3> away = {
        distance(triangle[0]), distance(triangle[1]), distance(triangle[2])};
    const int above = (away[0] > 0.0F) + (away[1] > 0.0F) + (away[2] > 0.0F);
    if (above == 0 || above == 3)
      return;
    std::array<EdgeKey, 2> ends{};
    std::size_t found = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      const std::size_t j = (i + 1) % 3;
      if ((away[i] > 0.0F) != (away[j] > 0.0F))
        ends[found++] = crossingOf(triangle[i], triangle[j]);
    }
    link(ends[0], ends[1]);
    link(ends[1], ends[0]);
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
  /// Positive in front of the plane. An exact zero is moved aside, so that an edge is crossed or
  /// not.
  float distance(std::int32_t point) const {
    const auto& p = mesh_.pointsMm[static_cast<std::size_t>(point)];
    const float away = p[0] * normal_[0] + p[1] * normal_[1] + p[2] * normal_[2] - offset_;
    return away == 0.0F ? 1e-6F : away;
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
  Eigen::Vector3f normal_;
  float offset_;
  std::unordered_map<EdgeKey, Crossing> crossings_;
  std::vector<EdgeKey> order_;
};

}  // namespace

MeshCutter::MeshCutter(std::shared_ptr<const Mesh> mesh) : mesh_(std::move(mesh)) {
  const auto& triangles = mesh_->triangles;
  for (std::size_t first = 0; first < triangles.size(); first += kRun) {
    Eigen::AlignedBox3f box;
    for (std::size_t i = first; i < std::min(first + kRun, triangles.size()); ++i) {
      for (const std::int32_t corner : triangles[i])
        box.extend(Eigen::Map<const Eigen::Vector3f>(
            mesh_->pointsMm[static_cast<std::size_t>(corner)].data()));
    }
    runs_.push_back(box);
  }
}

std::vector<Path> MeshCutter::cut(const SlicePlane& plane) const {
  Outline outline(*mesh_, plane);
  const auto& triangles = mesh_->triangles;
  for (std::size_t run = 0; run < runs_.size(); ++run) {
    if (!outline.meets(runs_[run]))
      continue;
    for (std::size_t i = run * kRun; i < std::min((run + 1) * kRun, triangles.size()); ++i)
      outline.cut(triangles[i]);
  }
  return outline.paths();
}

}  // namespace trocar::render
