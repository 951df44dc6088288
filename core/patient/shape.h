#pragma once

#include "core/case.h"

#include <functional>
#include <vector>

namespace trocar::synthetic {

/// Signed distance in mm at a point, negative inside: exact enough near the surface, and growing at
/// most about as fast as the true distance.
using Distance = std::function<double(const Vec3&)>;

/// A solid given by its signed distance. `box` encloses it.
struct Shape {
  Distance distance;
  Box box;
};

/// Right-handed axes in space; the columns of `axes` are left, posterior and superior of a part.
struct Frame {
  Vec3 originMm = Vec3::Zero();
  Eigen::Matrix3d axes = Eigen::Matrix3d::Identity();

  Vec3 toPatient(const Vec3& local) const { return originMm + axes * local; }
  Vec3 toLocal(const Vec3& pointMm) const { return axes.transpose() * (pointMm - originMm); }
};

/// Minimum and maximum that round the seam over about `radiusMm`; exact where the two differ by
/// more.
double smoothMin(double a, double b, double radiusMm);
double smoothMax(double a, double b, double radiusMm);

Box grown(const Box& box, double byMm);
Box merged(const Box& a, const Box& b);
/// 0 inside.
double distanceToBox(const Box& box, const Vec3& point);

/// Smooth union; `radiusMm` is the size of the fillets.
Shape blend(std::vector<Shape> parts, double radiusMm);
/// `body` without `tool`, with rounded edges.
Shape carve(const Shape& body, const Shape& tool, double radiusMm);
Shape intersect(const Shape& a, const Shape& b, double radiusMm);
/// Grown (or, negative, shrunk) by a distance.
Shape offset(const Shape& shape, double byMm);
/// A shape given in the frame's coordinates, in patient coordinates.
Shape placed(const Shape& local, const Frame& frame);
/// A smooth shape looked up on a lattice and interpolated: quick to ask, exact where it is nearly
/// flat.
Shape sampled(const Shape& shape, double stepMm);
/// Mirrored in the plane x = 0.
Shape mirrored(const Shape& shape);

Shape sphere(const Vec3& centreMm, double radiusMm);
Shape ellipsoid(const Vec3& centreMm, const Eigen::Matrix3d& axes, const Vec3& radiiMm);
/// Where (p - pointMm)·normal is positive; `box` limits it.
Shape halfSpace(const Vec3& pointMm, const Vec3& normal, const Box& box);

}  // namespace trocar::synthetic
