#include "planning/anatomy/body_shape.h"

#include "core/quantile.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace trocar::anatomy {
namespace {

constexpr double kReachMm = 45.0;
constexpr double kHalfHeightReachMm = 30.0;
constexpr double kOpen = std::numeric_limits<double>::infinity();
constexpr double kAttached =
    1.05;  // A ray this much longer than the body's outline runs into a pedicle.
constexpr double kQuantile = 0.25;

Vec3 rayDirection(const VertebraFrame& frame, int angle) {
  const double phi = 2.0 * std::numbers::pi * angle / BodyShape::kAngles;
  return std::sin(phi) * frame.left + std::cos(phi) * frame.posterior;
}

/// Small holes of a lesion or of a vein do not end the bone.
double gapMm(const SoftMask& mask) {
  return std::max(2.5, 1.2 * mask.coarsestMm());
}

/// Sets the z range from the middle columns and moves the origin halfway up.
void centreAlongHeight(const SoftMask& mask, BodyShape& body) {
  std::vector<double> tops;
  std::vector<double> bottoms;
  for (double x = -6.0; x <= 6.0; x += 3.0) {
    for (double y = -6.0; y <= 6.0; y += 3.0) {
      const Vec3 from = body.axes.toPatient({x, y, 0.0});
      const auto up = exitMm(mask, from, body.axes.frame.superior, kHalfHeightReachMm, gapMm(mask));
      const auto down =
          exitMm(mask, from, -body.axes.frame.superior, kHalfHeightReachMm, gapMm(mask));
      if (up && down && *up + *down > 0.0) {
        tops.push_back(*up);
        bottoms.push_back(-*down);
      }
    }
  }
  if (tops.empty())
    return;
  const double top = median(tops);
  const double bottom = median(bottoms);
  body.axes.originMm += 0.5 * (top + bottom) * body.axes.frame.superior;
  body.topMm = 0.5 * (top - bottom);
  body.bottomMm = -body.topMm;
}

/// Half of what the mask extends further to one side than to the other, below the pedicles.
double offsetAlong(const SoftMask& mask, const BodyShape& body, const Vec3& direction) {
  std::vector<double> offsets;
  for (const double share : {-0.7, -0.5, -0.3, -0.1}) {
    const Vec3 from = body.axes.toPatient({0.0, 0.0, share * body.topMm});
    const auto ahead = exitMm(mask, from, direction, kReachMm, gapMm(mask));
    const auto behind = exitMm(mask, from, -direction, kReachMm, gapMm(mask));
    if (ahead && behind && *ahead + *behind > 0.0)
      offsets.push_back(0.5 * (*ahead - *behind));
  }
  return offsets.empty() ? 0.0 : median(offsets);
}

void castOutlines(const SoftMask& mask, BodyShape& body) {
  body.heightsMm.clear();
  body.radiiMm.clear();
  const double inset = std::min(1.5, 0.2 * body.topMm);
  for (double z = body.bottomMm + inset; z <= body.topMm - inset + 1e-9; z += 1.0) {
    BodyShape::Radii radii{};
    for (int a = 0; a < BodyShape::kAngles; ++a) {
      const auto exit = exitMm(mask,
                               body.axes.toPatient({0.0, 0.0, z}),
                               rayDirection(body.axes.frame, a),
                               kReachMm,
                               gapMm(mask));
      radii[static_cast<std::size_t>(a)] = exit.value_or(kOpen);
    }
    body.heightsMm.push_back(z);
    body.radiiMm.push_back(radii);
  }
}

/// For each angle what most slices reach at least: the waist of the body without its pedicles.
BodyShape::Radii referenceOutline(const BodyShape& body) {
  BodyShape::Radii reference{};
  for (std::size_t a = 0; a < reference.size(); ++a) {
    std::vector<double> column;
    for (const BodyShape::Radii& slice : body.radiiMm)
      column.push_back(slice[a]);
    std::sort(column.begin(), column.end());
    reference[a] =
        column[static_cast<std::size_t>(kQuantile * static_cast<double>(column.size() - 1))];
  }
  return reference;
}

/// Where a pedicle springs from nearly the whole height, as in the chest, no slice is free of it:
/// there the outline goes from the back wall to the sides as a full superellipse of power 3 would.
void roundBehind(BodyShape::Radii& reference) {
  constexpr int kQuarter = BodyShape::kAngles / 4;
  constexpr int kSide = kQuarter + 2;  // A little in front of the widest place.
  constexpr double kPower = 3.0;
  const double back = reference[0];
  for (const int turn : {1, -1}) {
    const double side = reference[static_cast<std::size_t>((BodyShape::kAngles + turn * kSide) %
                                                           BodyShape::kAngles)];
    if (!std::isfinite(back) || !std::isfinite(side))
      continue;
    for (int a = 1; a < kQuarter; ++a) {
      const double phi = 2.0 * std::numbers::pi * a / BodyShape::kAngles;
      const double level =
          std::pow(std::sin(phi) / side, kPower) + std::pow(std::cos(phi) / back, kPower);
      double& radius =
          reference[static_cast<std::size_t>((BodyShape::kAngles + turn * a) % BodyShape::kAngles)];
      radius = std::min(radius, std::pow(level, -1.0 / kPower));
    }
  }
}

/// How much larger than the reference a slice is, from the angles where it is free.
double scaleOf(const BodyShape::Radii& slice, const BodyShape::Radii& reference) {
  std::vector<double> ratios;
  for (std::size_t a = 0; a < slice.size(); ++a) {
    if (std::isfinite(slice[a]) && std::isfinite(reference[a]) && reference[a] > 0.0)
      ratios.push_back(slice[a] / reference[a]);
  }
  if (ratios.empty())
    return 1.0;
  return std::clamp(median(ratios), 0.8, 1.3);
}

void cutOffPedicles(BodyShape& body) {
  BodyShape::Radii reference = referenceOutline(body);
  roundBehind(reference);
  for (BodyShape::Radii& slice : body.radiiMm) {
    const double scale = scaleOf(slice, reference);
    for (std::size_t a = 0; a < slice.size(); ++a) {
      const double expected = std::isfinite(reference[a]) ? scale * reference[a] : 0.0;
      if (!(slice[a] <= kAttached * expected + 0.5))
        slice[a] = expected;
    }
  }
}

/// Least squares of z = a + b x + c y with Tukey's weights of width `cutMm`.
FittedPlane fitSurface(const std::vector<Vec3>& local, const LocalAxes& axes, double cutMm) {
  FittedPlane fit;
  if (local.size() < 12)
    return fit;
  std::vector<double> heights;
  for (const Vec3& p : local)
    heights.push_back(p[2]);
  Vec3 plane(median(heights), 0.0, 0.0);
  double width = 3.0 * cutMm;
  double sumSquares = 0.0;
  double sumWeights = 0.0;
  for (int pass = 0; pass < 8; ++pass, width = std::max(cutMm, 0.7 * width)) {
    Eigen::Matrix3d normal = 1e-9 * Eigen::Matrix3d::Identity();
    Vec3 right = Vec3::Zero();
    sumSquares = sumWeights = 0.0;
    for (const Vec3& p : local) {
      const Vec3 row(1.0, p[0], p[1]);
      const double residual = (p[2] - row.dot(plane)) / width;
      const double weight =
          std::abs(residual) < 1.0 ? std::pow(1.0 - residual * residual, 2.0) : 0.0;
      normal += weight * row * row.transpose();
      right += weight * p[2] * row;
      sumWeights += weight;
      sumSquares += weight * std::pow(residual * width, 2.0);
    }
    if (sumWeights < 8.0)
      return fit;
    plane = normal.ldlt().solve(right);
  }
  fit.plane.pointMm = axes.toPatient({0.0, 0.0, plane[0]});
  fit.plane.normal =
      (axes.frame.superior - plane[1] * axes.frame.left - plane[2] * axes.frame.posterior)
          .normalized();
  fit.rmsMm = std::sqrt(sumSquares / sumWeights);
  fit.found = true;
  return fit;
}

/// Height of the mask's last surface above (sign 1) or below (-1) a place, if it ends there.
std::optional<double> endAt(const SoftMask& mask,
                            const BodyShape& body,
                            const Eigen::Vector2d& place,
                            double sign) {
  const auto exit = exitMm(mask,
                           body.axes.toPatient({place[0], place[1], 0.0}),
                           sign * body.axes.frame.superior,
                           kHalfHeightReachMm,
                           gapMm(mask));
  return exit && *exit > 0.0 ? std::optional(sign * *exit) : std::nullopt;
}

/// Through the rim of the endplate, as Cobb's lines are drawn: in each direction the place that
/// stands out furthest from the middle of the height. Its hollow floor need not be symmetric.
FittedPlane fitEndplate(const SoftMask& mask, const BodyShape& body, double sign) {
  std::vector<Vec3> rim;
  for (int a = 0; a < BodyShape::kAngles; ++a) {
    const double phi = 2.0 * std::numbers::pi * a / BodyShape::kAngles;
    const Eigen::Vector2d ray(std::sin(phi), std::cos(phi));
    const double radius = body.radiusMm(ray[0], ray[1], sign * body.topMm);
    std::optional<Vec3> highest;
    for (double share = 0.70; share < 0.96; share += 0.05) {
      const Eigen::Vector2d place = share * radius * ray;
      const auto end = endAt(mask, body, place, sign);
      if (end && (!highest || sign * *end > sign * (*highest)[2]))
        highest = Vec3(place[0], place[1], *end);
    }
    if (highest)
      rim.push_back(*highest);
  }
  FittedPlane fit = fitSurface(rim, body.axes, 2.0);
  fit.plane.normal *= sign;
  return fit;
}

}  // namespace

VertebraFrame frameOf(const Vec3& superior, const Vec3& posteriorGuess) {
  VertebraFrame frame;
  frame.superior = superior.normalized();
  frame.posterior =
      (posteriorGuess - posteriorGuess.dot(frame.superior) * frame.superior).normalized();
  frame.left = frame.posterior.cross(frame.superior);
  return frame;
}

double BodyShape::radiusMm(double x, double y, double z) const {
  if (heightsMm.empty())
    return 0.0;
  const double index = (z - heightsMm.front());
  const auto slice = static_cast<std::size_t>(
      std::clamp(std::lround(index), 0L, static_cast<long>(heightsMm.size()) - 1));
  double turn = std::atan2(x, y) / (2.0 * std::numbers::pi) * kAngles;
  turn = turn < 0.0 ? turn + kAngles : turn;
  const double whole = std::floor(turn);
  const auto low = static_cast<std::size_t>(whole) % kAngles;
  const double share = turn - whole;
  const Radii& radii = radiiMm[slice];
  return (1.0 - share) * radii[low] + share * radii[(low + 1) % kAngles];
}

bool BodyShape::contains(const Vec3& local, double capMm) const {
  if (heightsMm.empty() || local[2] < heightsMm.front() - capMm ||
      local[2] > heightsMm.back() + capMm)
    return false;
  return std::hypot(local[0], local[1]) <= radiusMm(local[0], local[1], local[2]);
}

BodyShape traceBody(const SoftMask& mask, const LocalAxes& start) {
  BodyShape body;
  body.axes = start;
  for (int pass = 0; pass < 3; ++pass) {
    centreAlongHeight(mask, body);
    body.axes.originMm += offsetAlong(mask, body, body.axes.frame.left) * body.axes.frame.left;
    body.axes.originMm +=
        offsetAlong(mask, body, body.axes.frame.posterior) * body.axes.frame.posterior;
  }
  castOutlines(mask, body);
  if (body.radiiMm.size() < 3)
    return body;
  cutOffPedicles(body);
  body.superior = fitEndplate(mask, body, 1.0);
  body.inferior = fitEndplate(mask, body, -1.0);
  return body;
}

BodyMass massOf(const SoftMask& mask, const BodyShape& body) {
  BodyMass mass;
  std::size_t count = 0;
  for (const Vec3& voxel : mask.voxels()) {
    if (!body.contains(body.axes.toLocal(voxel)))
      continue;
    mass.centroidMm += voxel;
    ++count;
  }
  if (count > 0)
    mass.centroidMm /= static_cast<double>(count);
  mass.volumeMl = static_cast<double>(count) * mask.voxelVolumeMm3() / 1000.0;
  return mass;
}

}  // namespace trocar::anatomy
