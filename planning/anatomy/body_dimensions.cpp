#include "core/quantile.h"
#include "planning/anatomy/body_shape.h"

#include <algorithm>
#include <cmath>

namespace trocar::anatomy {
namespace {

constexpr double kRayMm = 45.0;

double medianWithin(const std::vector<double>& values) {
  return values.empty() ? 0.0 : median(values);
}

/// y of the wall in front (sign -1) or behind (1) on the midline, one for each slice.
std::vector<double> wallProfile(const SoftMask& mask, const BodyShape& body, double sign) {
  std::vector<double> profile;
  for (const double z : body.heightsMm) {
    std::vector<double> walls;
    for (const double x : {-3.0, -1.5, 0.0, 1.5, 3.0}) {
      if (const auto exit = exitMm(mask,
                                   body.axes.toPatient({x, 0.0, z}),
                                   sign * body.axes.frame.posterior,
                                   kRayMm,
                                   2.5))
        walls.push_back(sign * *exit);
    }
    profile.push_back(medianWithin(walls));
  }
  return profile;
}

/// The furthest wall of the upper (or lower) third.
double cornerOf(const std::vector<double>& profile, double sign, bool upper) {
  const std::size_t third = std::max<std::size_t>(1, profile.size() / 3);
  const std::size_t from = upper ? profile.size() - third : 0;
  double furthest = sign * profile[from];
  for (std::size_t n = from; n < from + third; ++n)
    furthest = std::max(furthest, sign * profile[n]);
  return sign * furthest;
}

/// Height of the bone on the midline at one y: the median over columns beside each other; 0 where
/// none ends.
double heightAtMm(const SoftMask& mask, const BodyShape& body, double y) {
  std::vector<double> heights;
  const double half = 0.5 * body.topMm;  // The waist may be narrower than the rim.
  for (double x = -3.0; x <= 3.0; x += 1.0) {
    const auto up =
        exitMm(mask, body.axes.toPatient({x, y, half}), body.axes.frame.superior, kRayMm, 2.5);
    const auto down =
        exitMm(mask, body.axes.toPatient({x, y, -half}), -body.axes.frame.superior, kRayMm, 2.5);
    if (up && down && *up > 0.0 && *down > 0.0)
      heights.push_back(*up + *down + 2.0 * half);
  }
  return medianWithin(heights);
}

double greatestHeightMm(const SoftMask& mask, const BodyShape& body, double fromMm, double toMm) {
  double greatest = 0.0;
  for (double y = fromMm; y <= toMm + 1e-9; y += 0.5)
    greatest = std::max(greatest, heightAtMm(mask, body, y));
  return greatest;
}

/// Largest extent to the left and right together over the slices; the second largest guards against
/// a spur.
double widthOf(const BodyShape& body) {
  std::vector<double> widths;
  for (const BodyShape::Radii& slice : body.radiiMm) {
    double left = 0.0;
    double right = 0.0;
    for (std::size_t a = 0; a < slice.size(); ++a) {
      const double x =
          slice[a] * std::sin(2.0 * M_PI * static_cast<double>(a) / BodyShape::kAngles);
      left = std::max(left, x);
      right = std::max(right, -x);
    }
    widths.push_back(left + right);
  }
  std::sort(widths.begin(), widths.end());
  return widths[widths.size() - std::min<std::size_t>(2, widths.size())];
}

/// How far the profile bulges behind the straight line between its ends' furthest walls.
double bulgeOf(const std::vector<double>& profile, double lower, double upper) {
  double bulge = 0.0;
  const auto last = static_cast<double>(std::max<std::size_t>(1, profile.size() - 1));
  for (std::size_t n = 0; n < profile.size(); ++n) {
    const double share = static_cast<double>(n) / last;
    bulge = std::max(bulge, profile[n] - ((1.0 - share) * lower + share * upper));
  }
  return bulge;
}

Plane wallPlane(const BodyShape& body, double yMm, double sign) {
  return {body.axes.toPatient({0.0, yMm, 0.0}), sign * body.axes.frame.posterior};
}

}  // namespace

VertebralBody dimensionsOf(const SoftMask& mask, const BodyShape& body) {
  const std::vector<double> front = wallProfile(mask, body, -1.0);
  const std::vector<double> back = wallProfile(mask, body, 1.0);
  const double frontUpper = cornerOf(front, -1.0, true);
  const double frontLower = cornerOf(front, -1.0, false);
  const double backUpper = cornerOf(back, 1.0, true);
  const double backLower = cornerOf(back, 1.0, false);
  const double frontMm = front[front.size() / 2];
  const double backMm = back[back.size() / 2];
  const double quarterMm = 0.25 * (backMm - frontMm);

  VertebralBody result;
  result.widthMm = widthOf(body);
  result.depthMm = backMm - frontMm;
  result.heightAnteriorMm = greatestHeightMm(mask, body, frontMm, frontMm + quarterMm);
  result.heightMiddleMm = heightAtMm(mask, body, 0.5 * (frontMm + backMm));
  result.heightPosteriorMm = greatestHeightMm(mask, body, backMm - quarterMm, backMm);
  result.volumeMl = massOf(mask, body).volumeMl;
  result.retropulsionMm = bulgeOf(back, backLower, backUpper);
  result.superiorEndplate = body.superior.plane;
  result.inferiorEndplate = body.inferior.plane;
  const Vec3 up = body.superior.plane.normal;
  const Vec3 down = -body.inferior.plane.normal;
  const VertebraFrame& frame = body.axes.frame;
  result.wedge =
      Angle::fromRadians(std::atan2(-up.dot(frame.posterior), up.dot(frame.superior)) -
                         std::atan2(-down.dot(frame.posterior), down.dot(frame.superior)));
  result.anteriorWall = wallPlane(body, 0.5 * (frontUpper + frontLower), -1.0);
  result.posteriorWall = wallPlane(body, 0.5 * (backUpper + backLower), 1.0);
  return result;
}

}  // namespace trocar::anatomy
