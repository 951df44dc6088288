#include "planning/ablation/zones/point_cloud.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace trocar::ablation {

PointCloud::PointCloud(std::vector<Vec3> points, double bucketMm)
    : points_(std::move(points)), bucketMm_(bucketMm) {
  if (points_.empty())
    return;
  Vec3 low = points_.front(), high = low;
  for (const Vec3& point : points_) {
    low = low.cwiseMin(point);
    high = high.cwiseMax(point);
  }
  lowMm_ = low;
  for (int a = 0; a < 3; ++a)
    size_[static_cast<std::size_t>(a)] = static_cast<int>((high[a] - low[a]) / bucketMm_) + 1;
  buckets_.resize(static_cast<std::size_t>(size_[0]) * static_cast<std::size_t>(size_[1]) *
                  static_cast<std::size_t>(size_[2]));
  for (const Vec3& point : points_) {
    buckets_[bucketOf(cellOf(point))].push_back(point);
  }
}

std::size_t PointCloud::bucketOf(const Cell& cell) const {
  const auto at = [&](std::size_t a) { return static_cast<std::size_t>(cell[a]); };
  const auto size = [&](std::size_t a) { return static_cast<std::size_t>(size_[a]); };
  return at(0) + size(0) * (at(1) + size(1) * at(2));
}

PointCloud::Cell PointCloud::cellOf(const Vec3& pointMm) const {
  Cell cell{};
  for (int a = 0; a < 3; ++a) {
    const auto axis = static_cast<std::size_t>(a);
    cell[axis] = std::clamp(
        static_cast<int>(std::floor((pointMm[a] - lowMm_[a]) / bucketMm_)), 0, size_[axis] - 1);
  }
  return cell;
}

double PointCloud::nearestInRing(const Vec3& pointMm, const Cell& centre, int ring) const {
  double best = std::numeric_limits<double>::infinity();
  const auto from = [&](std::size_t a) { return std::max(0, centre[a] - ring); };
  const auto to = [&](std::size_t a) { return std::min(size_[a] - 1, centre[a] + ring); };
  for (int k = from(2); k <= to(2); ++k)
    for (int j = from(1); j <= to(1); ++j)
      for (int i = from(0); i <= to(0); ++i) {
        const int away =
            std::max({std::abs(i - centre[0]), std::abs(j - centre[1]), std::abs(k - centre[2])});
        if (away != ring)
          continue;
        for (const Vec3& point : buckets_[bucketOf({i, j, k})])
          best = std::min(best, (point - pointMm).squaredNorm());
      }
  return best;
}

double PointCloud::distanceMm(const Vec3& pointMm) const {
  if (points_.empty())
    return std::numeric_limits<double>::infinity();
  const Cell centre = cellOf(pointMm);
  const Vec3 high = lowMm_ + bucketMm_ * Vec3(size_[0], size_[1], size_[2]);
  const Vec3 clamped = pointMm.cwiseMax(lowMm_).cwiseMin(high);
  const double outside = (pointMm - clamped).norm();
  double best = std::numeric_limits<double>::infinity();
  const int rings = std::max({size_[0], size_[1], size_[2]});
  for (int ring = 0; ring <= rings; ++ring) {
    best = std::min(best, nearestInRing(pointMm, centre, ring));
    // What lies in farther rings is at least this far.
    if (best <= ring * bucketMm_ * ring * bucketMm_ + outside * outside)
      break;
  }
  return std::sqrt(best);
}

}  // namespace trocar::ablation
