#include "core/parallel.h"
#include "render/xray/xray.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace trocar::render {
namespace {

using Interval = std::optional<std::pair<double, double>>;

/// Where a ray (unit direction) is inside a sphere.
Interval insideSphere(const Vec3& origin,
                      const Vec3& direction,
                      const Vec3& centre,
                      double radius) {
  const Vec3 offset = origin - centre;
  const double b = offset.dot(direction);
  const double root = b * b - offset.squaredNorm() + radius * radius;
  if (root <= 0.0)
    return std::nullopt;
  return std::pair(-b - std::sqrt(root), -b + std::sqrt(root));
}

/// Where a ray is inside a cylinder between its two end planes.
Interval insideCylinder(const Vec3& origin,
                        const Vec3& direction,
                        const Trajectory& axis,
                        double radius) {
  const Vec3 along = axis.direction();
  const Vec3 offset = origin - axis.entry;
  const Vec3 d = direction - direction.dot(along) * along;
  const Vec3 o = offset - offset.dot(along) * along;
  const double a = d.squaredNorm();
  double low = -INFINITY;
  double high = INFINITY;
  if (a > 1e-12) {
    const double b = o.dot(d) / a;
    const double root = b * b - (o.squaredNorm() - radius * radius) / a;
    if (root <= 0.0)
      return std::nullopt;
    low = -b - std::sqrt(root);
    high = -b + std::sqrt(root);
  } else if (o.squaredNorm() >= radius * radius) {
    return std::nullopt;
  }
  const double speed = direction.dot(along);
  const double start = offset.dot(along);
  if (std::abs(speed) > 1e-12) {
    const double t0 = -start / speed;
    const double t1 = (axis.lengthMm() - start) / speed;
    low = std::max(low, std::min(t0, t1));
    high = std::min(high, std::max(t0, t1));
  } else if (start < 0.0 || start > axis.lengthMm()) {
    return std::nullopt;
  }
  return low < high ? Interval(std::pair(low, high)) : std::nullopt;
}

/// A capsule is convex: what a ray has inside it is one interval, the hull of its parts.
Interval insideCapsule(const Vec3& origin,
                       const Vec3& direction,
                       const Trajectory& axis,
                       double radius) {
  double low = INFINITY;
  double high = -INFINITY;
  for (const Interval& part : {insideCylinder(origin, direction, axis, radius),
                               insideSphere(origin, direction, axis.entry, radius),
                               insideSphere(origin, direction, axis.target, radius)}) {
    if (part) {
      low = std::min(low, part->first);
      high = std::max(high, part->second);
    }
  }
  return low < high ? Interval({low, high}) : std::nullopt;
}

/// Length of a ray inside the capsules of all pieces together.
double insideMm(const Vec3& origin,
                const Vec3& direction,
                const std::vector<Trajectory>& pieces,
                double radius) {
  std::vector<std::pair<double, double>> parts;
  for (const Trajectory& piece : pieces) {
    if (const Interval part = insideCapsule(origin, direction, piece, radius))
      parts.push_back(*part);
  }
  std::sort(parts.begin(), parts.end());
  double sum = 0.0;
  double until = -INFINITY;
  for (const auto& [low, high] : parts) {
    sum += std::max(0.0, high - std::max(low, until));
    until = std::max(until, high);
  }
  return sum;
}

}  // namespace

void addShaft(XrayImage& image,
              const fluoro::XrayGeometry& geometry,
              const Shaft& shaft,
              double attenuationPerMm) {
  std::vector<Trajectory> pieces{shaft.axis.shaft()};
  pieces.insert(pieces.end(), shaft.axis.arc().begin(), shaft.axis.arc().end());
  Eigen::AlignedBox2d box(geometry.project(pieces.front().entry));
  double nearestMm = (pieces.front().entry - geometry.sourceMm).norm();
  for (const Trajectory& piece : pieces) {
    box.extend(geometry.project(piece.target));
    nearestMm = std::min(nearestMm, (piece.target - geometry.sourceMm).norm());
  }
  const double magnification =
      (geometry.detectorCentreMm - geometry.sourceMm).norm() / std::max(1.0, nearestMm);
  const double border = 2.0 + 1.5 * magnification * shaft.radiusMm / geometry.pixelMm;
  const auto clampTo = [](double value, int last) {
    return static_cast<int>(std::clamp(value, 0.0, last * 1.0));
  };
  const int c0 = clampTo(box.min().x() - border, image.width);
  const int c1 = clampTo(box.max().x() + border, image.width);
  const int r0 = clampTo(box.min().y() - border, image.height);
  const int r1 = clampTo(box.max().y() + border, image.height);
  parallelFor(r1 - r0, [&](int below) {
    const int r = r0 + below;
    for (int c = c0; c < c1; ++c) {
      const Vec3 direction = (geometry.pixelCentreMm(c, r) - geometry.sourceMm).normalized();
      image.lineIntegral[static_cast<std::size_t>(r) * static_cast<std::size_t>(image.width) +
                         static_cast<std::size_t>(c)] +=
          static_cast<float>(attenuationPerMm *
                             insideMm(geometry.sourceMm, direction, pieces, shaft.radiusMm));
    }
  });
}

}  // namespace trocar::render
