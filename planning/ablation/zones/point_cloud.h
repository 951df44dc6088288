#pragma once

#include "core/vec3.h"

#include <array>
#include <vector>

namespace trocar::ablation {

/// Points in buckets, for the nearest of them.
class PointCloud {
 public:
  explicit PointCloud(std::vector<Vec3> points, double bucketMm = 4.0);
  /// Infinity without points.
  double distanceMm(const Vec3& pointMm) const;
  const std::vector<Vec3>& points() const { return points_; }

 private:
  using Cell = std::array<int, 3>;
  Cell cellOf(const Vec3& pointMm) const;
  std::size_t bucketOf(const Cell& cell) const;
  /// Least squared distance to the points of the buckets `ring` cells away.
  double nearestInRing(const Vec3& pointMm, const Cell& centre, int ring) const;

  std::vector<Vec3> points_;
  double bucketMm_;
  Vec3 lowMm_ = Vec3::Zero();
  Cell size_{0, 0, 0};
  std::vector<std::vector<Vec3>> buckets_;
};

}  // namespace trocar::ablation
