#include "planning/anatomy/pedicle.h"

#include "planning/anatomy/pedicle_section.h"

#include <algorithm>
#include <cmath>

namespace trocar {
namespace {

constexpr double kWindowMm = 15.0;
constexpr double kHalfLengthMm = 14.0;
constexpr double kOpening = 2.2;      // A section this much larger than the isthmus belongs to body or arch.
constexpr double kAxisOpening = 1.3;  // The axis is fitted to the sections not larger than this.
constexpr double kWallReachMm = 18.0;

/// A closed section with its centre in patient space.
struct Station {
  Vec3 centreMm = Vec3::Zero();
  SectionShape shape;
};

struct Axis {
  Vec3 centreMm = Vec3::Zero();
  Vec3 direction = Vec3::Zero();  ///< Forward.
};

/// What the search for one pedicle needs to know.
struct Site {
  const SoftMask& mask;
  const BodyShape& body;
  int side;

  SectionPlane planeAcross(const Axis& axis, const Vec3& centreMm) const {
    const Vec3 out = side * body.axes.frame.left;
    SectionPlane plane;
    plane.centreMm = centreMm;
    plane.u = (out - out.dot(axis.direction) * axis.direction).normalized();
    const Vec3 up = body.axes.frame.superior - body.axes.frame.superior.dot(axis.direction) * axis.direction;
    plane.v = (up - up.dot(plane.u) * plane.u).normalized();
    return plane;
  }
};

std::optional<Station> stationAt(const Site& site, const Axis& axis, const Vec3& centreMm) {
  const SectionPlane plane = site.planeAcross(axis, centreMm);
  const auto shape = sectionAt(site.mask, plane, kWindowMm);
  if (!shape || shape->open)
    return std::nullopt;
  return Station{plane.centreMm + shape->u * plane.u + shape->v * plane.v, *shape};
}

/// The smallest closed piece of bone beside the canal in the coronal planes from the body's back wall on.
std::optional<Station> narrowestBesideCanal(const Site& site, const CanalOutline& canal) {
  const VertebraFrame& frame = site.body.axes.frame;
  const Axis forward{Vec3::Zero(), -frame.posterior};
  const Vec3 out = site.side * frame.left;
  const double smallestMm2 = 4.0 * std::pow(site.mask.coarsestMm(), 2.0);
  std::optional<Station> narrowest;
  const double front = canal.centreMm[1] - canal.radiiMm[BodyShape::kAngles / 2];
  for (double y = front + 1.0; y <= canal.centreMm[1] + 5.0; y += 1.5) {
    double checkedBelow = site.body.topMm + 4.0;
    for (double z = site.body.topMm + 2.0; z >= -0.4 * site.body.topMm; z -= 2.0) {
      if (z > checkedBelow)
        continue;
      const Vec3 from = site.body.axes.toPatient({canal.centreMm[0], y, z});
      const auto medial = entryMm(site.mask, from, out, 22.0);
      if (!medial || *medial == 0.0)
        continue;
      const auto width = exitMm(site.mask, from + (*medial + 0.3) * out, out, 25.0);
      if (!width)
        continue;
      const auto station = stationAt(site, forward, from + (*medial + 0.3 + 0.5 * *width) * out);
      if (!station)
        continue;
      checkedBelow = site.body.axes.toLocal(station->centreMm)[2] - 4.0;
      if (station->shape.areaMm2 >= smallestMm2 &&
          (!narrowest || station->shape.areaMm2 < narrowest->shape.areaMm2))
        narrowest = station;
    }
  }
  return narrowest;
}

/// Sections a millimetre apart on one side of the isthmus, until the bone opens into body or arch.
void follow(const Site& site, const Axis& axis, double step, std::vector<Station>& stations) {
  Vec3 centre = axis.centreMm + step * axis.direction;
  double smallest = stations.front().shape.areaMm2;
  for (double t = std::abs(step); t <= kHalfLengthMm; t += std::abs(step)) {
    const auto station = stationAt(site, axis, centre);
    if (!station || station->shape.areaMm2 > kOpening * smallest || station->shape.areaMm2 < 0.3 * smallest)
      return;
    smallest = std::min(smallest, station->shape.areaMm2);
    stations.push_back(*station);
    centre = station->centreMm + step * axis.direction;
  }
}

/// All closed sections along the axis from the arch to the body; empty where the isthmus itself is not closed.
std::vector<Station> stationsAlong(const Site& site, const Axis& axis) {
  const auto middle = stationAt(site, axis, axis.centreMm);
  if (!middle)
    return {};
  std::vector<Station> behind{*middle};
  follow(site, axis, -1.0, behind);
  std::vector<Station> stations(behind.rbegin(), behind.rend());
  std::vector<Station> ahead{*middle};
  follow(site, axis, 1.0, ahead);
  stations.insert(stations.end(), ahead.begin() + 1, ahead.end());
  return stations;
}

/// Area averaged over three neighbours.
double smoothArea(const std::vector<Station>& stations, std::size_t n) {
  const std::size_t from = n > 0 ? n - 1 : 0;
  const std::size_t to = std::min(n + 1, stations.size() - 1);
  double sum = 0.0;
  for (std::size_t m = from; m <= to; ++m)
    sum += stations[m].shape.areaMm2;
  return sum / static_cast<double>(to - from + 1);
}

std::size_t narrowestOf(const std::vector<Station>& stations) {
  std::size_t narrowest = 0;
  for (std::size_t n = 1; n < stations.size(); ++n) {
    if (smoothArea(stations, n) < smoothArea(stations, narrowest))
      narrowest = n;
  }
  return narrowest;
}

/// The line through the centres of the narrow sections, weighted towards the narrowest.
Axis fitAxis(const std::vector<Station>& stations, const Axis& guess) {
  const std::size_t narrowest = narrowestOf(stations);
  const double limit = kAxisOpening * smoothArea(stations, narrowest);
  std::size_t from = narrowest;
  std::size_t to = narrowest;
  while (from > 0 && (narrowest - from < 3 || stations[from - 1].shape.areaMm2 <= limit))
    --from;
  while (to + 1 < stations.size() && (to - narrowest < 3 || stations[to + 1].shape.areaMm2 <= limit))
    ++to;
  Vec3 mean = Vec3::Zero();
  for (std::size_t n = from; n <= to; ++n)
    mean += stations[n].centreMm;
  mean /= static_cast<double>(to - from + 1);
  Eigen::Matrix3d spread = Eigen::Matrix3d::Zero();
  for (std::size_t n = from; n <= to; ++n)
    spread += (stations[n].centreMm - mean) * (stations[n].centreMm - mean).transpose();
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> eigen(spread);
  Axis axis;
  axis.direction = to - from < 3 ? guess.direction : Vec3(eigen.eigenvectors().col(2));
  if (axis.direction.dot(guess.direction) < 0.0)
    axis.direction = -axis.direction;
  axis.centreMm = mean + (stations[narrowest].centreMm - mean).dot(axis.direction) * axis.direction;
  return axis;
}

/// Full width and height of the section's ellipse of equal moments, along its own axes.
Eigen::Vector2d sizeOf(const Station& station, const SoftMask& mask) {
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> eigen(station.shape.covariance);
  const bool firstIsWidth = std::abs(eigen.eigenvectors()(0, 0)) >= std::abs(eigen.eigenvectors()(0, 1));
  const Eigen::Vector2d half = 2.0 * eigen.eigenvalues().cwiseMax(0.0).cwiseSqrt();
  const double a = std::max(0.5, firstIsWidth ? half[0] : half[1]);
  const double b = std::max(0.5, firstIsWidth ? half[1] : half[0]);
  return {2.0 * (a + mask.shrinkageMm(std::max(1.0, b * b / a))),
          2.0 * (b + mask.shrinkageMm(std::max(1.0, a * a / b)))};
}

/// Where the walls are around a point of the axis; nullopt where the bone does not end on one side.
std::optional<PedicleSection> wallsAt(const Site& site, const Axis& axis, double depthMm) {
  const Vec3 centre = axis.centreMm + depthMm * axis.direction;
  const SectionPlane plane = site.planeAcross(axis, centre);
  const auto wall = [&](const Vec3& direction) { return exitMm(site.mask, centre, direction, kWallReachMm); };
  const auto medial = wall(-plane.u);
  const auto lateral = wall(plane.u);
  const auto superior = wall(plane.v);
  const auto inferior = wall(-plane.v);
  if (!medial || !lateral || !superior || !inferior)
    return std::nullopt;
  PedicleSection section;
  section.depthMm = depthMm;
  section.centreMm = centre;
  section.medialMm = centre - *medial * plane.u;
  section.lateralMm = centre + *lateral * plane.u;
  section.superiorMm = centre + *superior * plane.v;
  section.inferiorMm = centre - *inferior * plane.v;
  return section;
}

std::vector<PedicleSection> sectionsAlong(const Site& site, const Axis& axis, const std::vector<Station>& stations) {
  std::vector<PedicleSection> sections;
  for (const Station& station : stations) {
    const double depth = std::round((station.centreMm - axis.centreMm).dot(axis.direction));
    if (const auto section = wallsAt(site, axis, depth))
      sections.push_back(*section);
  }
  return sections;
}

Trust judge(const PedicleAnatomy& pedicle, const Site& site, std::size_t stationCount) {
  if (pedicle.isthmusWidthMm < 1.5 || pedicle.isthmusWidthMm > 24.0 || pedicle.isthmusHeightMm < 4.0 ||
      pedicle.isthmusHeightMm > 28.0)
    return {false, "The narrowest section is not the size of a pedicle."};
  if (pedicle.isthmusWidthMm < 1.5 * site.mask.coarsestMm())
    return {false, "The pedicle is narrower than one and a half voxels of the label map."};
  if (stationCount < 4)
    return {false, "The bridge between body and arch is too short to show an axis."};
  for (const Vec3& voxel : site.mask.borderVoxels()) {
    const Vec3 d = voxel - pedicle.centreMm;
    const double along = d.dot(pedicle.axis);
    if (std::abs(along) < 6.0 && (d - along * pedicle.axis).norm() < 0.5 * pedicle.isthmusHeightMm + 2.0)
      return {false, "The pedicle is cut off by the border of the label map."};
  }
  return {};
}

}  // namespace

PedicleAnatomy measurePedicle(const SoftMask& mask, const BodyShape& body, const CanalOutline& canal, int side) {
  const Site site{mask, body, side};
  PedicleAnatomy pedicle;
  const auto seed = narrowestBesideCanal(site, canal);
  if (!seed) {
    pedicle.trust = {false, "No bridge of bone joins the body and the arch on this side."};
    return pedicle;
  }
  Axis axis{seed->centreMm, -body.axes.frame.posterior};
  std::vector<Station> stations;
  for (int pass = 0; pass < 5; ++pass) {
    stations = stationsAlong(site, axis);
    if (stations.empty()) {
      pedicle.trust = {false, "The bridge between body and arch has no closed section."};
      return pedicle;
    }
    axis = fitAxis(stations, axis);
  }
  const Eigen::Vector2d size = sizeOf(stations[narrowestOf(stations)], mask);
  pedicle.centreMm = axis.centreMm;
  pedicle.axis = axis.direction;
  pedicle.isthmusWidthMm = size[0];
  pedicle.isthmusHeightMm = size[1];
  const VertebraFrame& frame = body.axes.frame;
  const double forward = -axis.direction.dot(frame.posterior);
  pedicle.transverseAngle = Angle::fromRadians(std::atan2(-side * axis.direction.dot(frame.left), forward));
  pedicle.sagittalAngle = Angle::fromRadians(std::asin(std::clamp(axis.direction.dot(frame.superior), -1.0, 1.0)));
  pedicle.sections = sectionsAlong(site, axis, stations);
  pedicle.trust = judge(pedicle, site, stations.size());
  return pedicle;
}

}  // namespace trocar
