#include "core/patient/shape.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace trocar::synthetic {

double smoothMin(double a, double b, double radiusMm) {
  const double gap = std::abs(a - b);
  if (gap >= radiusMm)
    return std::min(a, b);
  const double h = (radiusMm - gap) / radiusMm;
  return std::min(a, b) - h * h * radiusMm * 0.25;
}

double smoothMax(double a, double b, double radiusMm) {
  return -smoothMin(-a, -b, radiusMm);
}

Box grown(const Box& box, double byMm) {
  return {box.lowMm.array() - byMm, box.highMm.array() + byMm};
}

Box merged(const Box& a, const Box& b) {
  return {a.lowMm.cwiseMin(b.lowMm), a.highMm.cwiseMax(b.highMm)};
}

double distanceToBox(const Box& box, const Vec3& point) {
  const Vec3 outside = (box.lowMm - point).cwiseMax(point - box.highMm).cwiseMax(Vec3::Zero());
  return outside.norm();
}

Shape blend(std::vector<Shape> parts, double radiusMm) {
  Box box = parts.front().box;
  for (const Shape& part : parts)
    box = merged(box, part.box);
  auto distance = [parts = std::move(parts), radiusMm](const Vec3& point) {
    double nearest = std::numeric_limits<double>::max();
    for (const Shape& part : parts)
      if (distanceToBox(part.box, point) < nearest + radiusMm)
        nearest = smoothMin(nearest, part.distance(point), radiusMm);
    return nearest;
  };
  return {distance, grown(box, 0.25 * radiusMm)};
}

Shape carve(const Shape& body, const Shape& tool, double radiusMm) {
  auto distance = [body, tool, radiusMm](const Vec3& point) {
    const double inBody = body.distance(point);
    if (distanceToBox(tool.box, point) > std::max(0.0, radiusMm - inBody))
      return inBody;
    return smoothMax(inBody, -tool.distance(point), radiusMm);
  };
  return {distance, body.box};
}

Shape intersect(const Shape& a, const Shape& b, double radiusMm) {
  auto distance = [a, b, radiusMm](const Vec3& point) {
    return smoothMax(a.distance(point), b.distance(point), radiusMm);
  };
  return {distance, {a.box.lowMm.cwiseMax(b.box.lowMm), a.box.highMm.cwiseMin(b.box.highMm)}};
}

Shape offset(const Shape& shape, double byMm) {
  return {[shape, byMm](const Vec3& point) { return shape.distance(point) - byMm; },
          grown(shape.box, std::max(0.0, byMm))};
}

Shape placed(const Shape& local, const Frame& frame) {
  const Vec3 centre = frame.toPatient(0.5 * (local.box.lowMm + local.box.highMm));
  const Vec3 half = frame.axes.cwiseAbs() * (0.5 * (local.box.highMm - local.box.lowMm));
  auto distance = [local, frame](const Vec3& point) {
    return local.distance(frame.toLocal(point));
  };
  return {distance, {centre - half, centre + half}};
}

Shape mirrored(const Shape& shape) {
  const Vec3 flip(-1, 1, 1);
  Box box{shape.box.lowMm.cwiseProduct(flip), shape.box.highMm.cwiseProduct(flip)};
  std::swap(box.lowMm.x(), box.highMm.x());
  return {[shape, flip](const Vec3& point) { return shape.distance(point.cwiseProduct(flip)); },
          box};
}

Shape sphere(const Vec3& centreMm, double radiusMm) {
  const Vec3 radii = Vec3::Constant(radiusMm);
  return {[centreMm, radiusMm](const Vec3& point) { return (point - centreMm).norm() - radiusMm; },
          {centreMm - radii, centreMm + radii}};
}

Shape ellipsoid(const Vec3& centreMm, const Eigen::Matrix3d& axes, const Vec3& radiiMm) {
  auto distance = [centreMm, axes, radiiMm](const Vec3& point) {
    const Vec3 q = (axes.transpose() * (point - centreMm)).cwiseQuotient(radiiMm);
    const double level = q.norm();
    const double slope = q.cwiseQuotient(radiiMm).norm();
    return slope < 1e-9 ? -radiiMm.minCoeff() : level * (level - 1) / slope;
  };
  const Vec3 half = (axes.cwiseAbs2() * radiiMm.cwiseAbs2()).cwiseSqrt();
  return {distance, {centreMm - half, centreMm + half}};
}

Shape halfSpace(const Vec3& pointMm, const Vec3& normal, const Box& box) {
  return {[pointMm, normal](const Vec3& point) { return -(point - pointMm).dot(normal); }, box};
}

}  // namespace trocar::synthetic
