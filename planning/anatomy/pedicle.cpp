#include "planning/anatomy/pedicle.h"

#include "planning/anatomy/pedicle_section.h"

#include <algorithm>
#include <cmath>

namespace trocar::anatomy {
namespace {

constexpr double kWindowMm = 20.0;
constexpr double kHalfLengthMm = 14.0;
constexpr double kOpening =
    2.2;  // A section this much larger than the isthmus belongs to body or arch.
constexpr double kOpeningArea =
    2.0;  // The axis is fitted to sections not larger than this times the isthmus.
constexpr double kFlare =
    0.2;  // Share of its width by which a section may exceed the isthmus and still shape the axis.
constexpr double kLargestShiftMm = 6.0;
constexpr double kLargestTurn = 0.45;
constexpr double kLargestConvergence = 0.73;  // Tangents: 36 degrees (T1 and L5 reach 35)
constexpr double kLargestSplay = 0.27;        // and 15.
constexpr double kLargestStepMm = 1.5;        // In one pass.
constexpr double kLargestSlope = 0.3;
constexpr double kDamping = 0.4;
constexpr int kPasses = 14;
constexpr double kStepMm = 0.75;
constexpr double kSpreadV =
    0.22;  // Share of the height over which the width is averaged, to each side.
constexpr double kSpreadU = 0.18;     // Share of the width over which the height is averaged.
constexpr double kMeanWidth = 0.949;  // Mean over largest chord of an ellipse at those five places.
constexpr double kMeanHeight = 0.967;
constexpr double kWallReachMm = 18.0;

/// A section with its centre in patient space.
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
  double frontMm;  ///< y of the canal's front wall, and of its middle: the pedicle lies between.
  double backMm;

  SectionPlane planeAcross(const Axis& axis, const Vec3& centreMm) const {
    const Vec3 out = side * body.axes.frame.left;
    SectionPlane plane;
    plane.centreMm = centreMm;
    plane.u = (out - out.dot(axis.direction) * axis.direction).normalized();
    const Vec3 up =
        body.axes.frame.superior - body.axes.frame.superior.dot(axis.direction) * axis.direction;
    plane.v = (up - up.dot(plane.u) * plane.u).normalized();
    return plane;
  }
};

std::optional<Station> stationAt(const Site& site, const Axis& axis, const Vec3& centreMm) {
  const SectionPlane plane = site.planeAcross(axis, centreMm);
  const auto shape = sectionAt(site.mask, plane, kWindowMm);
  if (!shape)
    return std::nullopt;
  return Station{plane.centreMm + shape->u * plane.u + shape->v * plane.v, *shape};
}

/// The largest piece of bone beside the canal in the plane across `forward` through (x, y) of the
/// canal.
std::optional<Station> largestBesideCanal(const Site& site,
                                          const Vec3& canal,
                                          const Axis& forward) {
  const Vec3 out = site.planeAcross(forward, Vec3::Zero()).u;
  std::optional<Station> largest;
  for (double z = site.body.topMm + 2.0; z >= -0.4 * site.body.topMm; z -= 3.0) {
    const Vec3 from = site.body.axes.toPatient({canal[0], canal[1], z});
    const auto medial = entryMm(site.mask, from, out, 22.0);
    if (!medial || *medial == 0.0)
      continue;
    const Vec3 wall = from + (*medial + 0.3) * out;
    const auto width = exitMm(site.mask, wall, out, 25.0);
    const auto station = width ? stationAt(site, forward, wall + 0.5 * *width * out) : std::nullopt;
    if (station && (!largest || station->shape.areaMm2 > largest->shape.areaMm2))
      largest = station;
  }
  return largest;
}

struct Seed {
  Station station;
  Axis axis;
};

/// The narrowest of these from the body's back wall to the middle of the canal, for several
/// convergences.
std::optional<Seed> narrowestBesideCanal(const Site& site, const CanalOutline& canal) {
  const VertebraFrame& frame = site.body.axes.frame;
  const double smallestMm2 = 4.0 * std::pow(site.mask.coarsestMm(), 2.0);
  std::optional<Seed> narrowest;
  for (const double convergence : {0.0, 0.3, 0.6}) {
    const Axis forward{Vec3::Zero(),
                       (-frame.posterior - site.side * convergence * frame.left).normalized()};
    for (double y = site.frontMm + 1.0; y <= site.backMm + 3.0; y += 1.5) {
      const auto station = largestBesideCanal(site, {canal.centreMm[0], y, 0.0}, forward);
      if (!station || station->shape.open || station->shape.areaMm2 < smallestMm2)
        continue;
      const double stationY = site.body.axes.toLocal(station->centreMm)[1];
      if (stationY > site.frontMm - 5.0 && stationY < site.backMm + 3.0 &&
          (!narrowest || station->shape.areaMm2 < narrowest->station.shape.areaMm2))
        narrowest = Seed{*station, {station->centreMm, forward.direction}};
    }
  }
  return narrowest;
}

/// The bone around one point of an axis: where its middle lies beside the axis, and how far apart
/// the walls are.
struct Girth {
  double depthMm = 0.0;
  double middleU = 0.0;
  double middleV = 0.0;
  double widthMm = 0.0;
  double heightMm = 0.0;
};

/// Middle and length of the run of bone through a point along a direction; nullopt if it does not
/// end.
std::optional<std::pair<double, double>> runThrough(const SoftMask& mask,
                                                    const Vec3& point,
                                                    const Vec3& direction) {
  if (!mask.inside(point))
    return std::nullopt;
  const auto ahead = exitMm(mask, point, direction, kWallReachMm);
  const auto behind = exitMm(mask, point, -direction, kWallReachMm);
  if (!ahead || !behind)
    return std::nullopt;
  return std::pair(0.5 * (*ahead - *behind), *ahead + *behind);
}

/// Mean of the runs along `along` through points spread across it, without those that run into a
/// process.
std::optional<std::pair<double, double>> meanRun(const SoftMask& mask,
                                                 const Vec3& centre,
                                                 const Vec3& along,
                                                 const Vec3& across) {
  std::vector<std::pair<double, double>> runs;
  for (const double share : {-1.0, -0.5, 0.0, 0.5, 1.0}) {
    if (const auto run = runThrough(mask, centre + share * across, along))
      runs.push_back(*run);
  }
  if (runs.size() < 3)
    return std::nullopt;
  std::sort(
      runs.begin(), runs.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  const double limit = 1.4 * runs[1].second;
  std::pair<double, double> sum(0.0, 0.0);
  double count = 0.0;
  for (const auto& [middle, length] : runs) {
    if (length > limit)
      break;
    sum.first += middle;
    sum.second += length;
    ++count;
  }
  return std::pair(sum.first / count, sum.second / count);
}

std::optional<Girth> girthAt(const Site& site,
                             const Axis& axis,
                             double depthMm,
                             const Girth& isthmus) {
  const Vec3 centre = axis.centreMm + depthMm * axis.direction;
  const SectionPlane plane = site.planeAcross(axis, centre);
  const auto wide = meanRun(site.mask, centre, plane.u, kSpreadV * isthmus.heightMm * plane.v);
  const auto high = meanRun(site.mask, centre, plane.v, kSpreadU * isthmus.widthMm * plane.u);
  if (!wide || !high)
    return std::nullopt;
  return Girth{depthMm, wide->first, high->first, wide->second, high->second};
}

/// Girths along the axis from the arch to the body, as far as the bone is closed around it.
std::vector<Girth> girthsAlong(const Site& site, const Axis& axis, const Girth& isthmus) {
  std::vector<Girth> girths;
  for (double depth = -kHalfLengthMm; depth <= kHalfLengthMm; depth += kStepMm) {
    const double y = site.body.axes.toLocal(axis.centreMm + depth * axis.direction)[1];
    if (y > site.backMm + 4.0 || y < site.frontMm - 6.0)
      continue;
    const auto girth = girthAt(site, axis, depth, isthmus);
    const bool closed = girth && girth->widthMm < kOpening * isthmus.widthMm;
    if (closed)
      girths.push_back(*girth);
    else if (depth > 0.0)
      break;
    else
      girths.clear();
  }
  return girths;
}

/// Offset and slope of the middle, where a girth counts the less the wider it is than the
/// narrowest.
struct Midline {
  double offset = 0.0;
  double slope = 0.0;
};

Midline midlineOf(const std::vector<Girth>& girths, double Girth::*middle, double Girth::*size) {
  double least = girths.front().*size;
  for (const Girth& girth : girths)
    least = std::min(least, girth.*size);
  Eigen::Matrix2d normal = Eigen::Matrix2d::Zero();
  normal(1, 1) = 1e-6;
  Eigen::Vector2d right = Eigen::Vector2d::Zero();
  for (const Girth& girth : girths) {
    const double weight = std::exp(-(girth.*size - least) / (kFlare * least));
    const Eigen::Vector2d row(1.0, girth.depthMm);
    normal += weight * row * row.transpose();
    right += weight * (girth.*middle) * row;
  }
  const Eigen::Vector2d line = normal.ldlt().solve(right);
  return {line[0], line[1]};
}

/// Area averaged with the neighbours.
double smoothArea(const std::vector<Girth>& girths, std::size_t n) {
  double sum = 0.0;
  double count = 0.0;
  for (std::size_t m = n > 2 ? n - 2 : 0; m <= std::min(n + 2, girths.size() - 1); ++m, ++count)
    sum += girths[m].widthMm * girths[m].heightMm;
  return sum / count;
}

/// Where the area is least, going downhill from the axis' centre: behind the pedicle the arch is
/// thinner still.
std::size_t narrowestOf(const std::vector<Girth>& girths) {
  std::size_t here = 0;
  for (std::size_t n = 1; n < girths.size(); ++n) {
    if (std::abs(girths[n].depthMm) < std::abs(girths[here].depthMm))
      here = n;
  }
  for (std::size_t next = here;; here = next) {
    for (std::size_t n = here > 0 ? here - 1 : 0; n <= std::min(here + 1, girths.size() - 1); ++n) {
      if (smoothArea(girths, n) < smoothArea(girths, next))
        next = n;
    }
    if (next == here)
      return here;
  }
}

/// The girths around the narrowest that are not much larger.
std::vector<Girth> narrowPart(const std::vector<Girth>& girths, std::size_t narrowest) {
  const double limit = kOpeningArea * smoothArea(girths, narrowest);
  std::size_t from = narrowest;
  std::size_t to = narrowest;
  while (from > 0 && smoothArea(girths, from - 1) < limit)
    --from;
  while (to + 1 < girths.size() && smoothArea(girths, to + 1) < limit)
    ++to;
  return {girths.begin() + static_cast<std::ptrdiff_t>(from),
          girths.begin() + static_cast<std::ptrdiff_t>(to) + 1};
}

/// Moves the axis to the middle of the bone around its narrowest place.
void improve(const Site& site, Axis& axis, const std::vector<Girth>& all) {
  const std::size_t narrowest = narrowestOf(all);
  const std::vector<Girth> girths = narrowPart(all, narrowest);
  const Midline u = midlineOf(girths, &Girth::middleU, &Girth::widthMm);
  const Midline v = midlineOf(girths, &Girth::middleV, &Girth::heightMm);
  const SectionPlane plane = site.planeAcross(axis, axis.centreMm);
  const auto atMost = [](double value, double limit) { return std::clamp(value, -limit, limit); };
  const double depth = atMost(all[narrowest].depthMm, kLargestStepMm);
  axis.centreMm += depth * axis.direction +
                   atMost(u.offset + depth * u.slope, kLargestStepMm) * plane.u +
                   atMost(v.offset + depth * v.slope, kLargestStepMm) * plane.v;
  axis.direction = (axis.direction + kDamping * (atMost(u.slope, kLargestSlope) * plane.u +
                                                 atMost(v.slope, kLargestSlope) * plane.v))
                       .normalized();
}

/// Where a process joins the pedicle the walls mislead: the axis stays near where the search began,
/// and converges no more than any pedicle does.
void keepNear(const Site& site, const Axis& seed, Axis& axis) {
  const Vec3 shift = axis.centreMm - seed.centreMm;
  if (shift.norm() > kLargestShiftMm)
    axis.centreMm = seed.centreMm + kLargestShiftMm * shift.normalized();
  const Vec3 turn = axis.direction - seed.direction;
  if (turn.norm() > kLargestTurn)
    axis.direction = (seed.direction + kLargestTurn * turn.normalized()).normalized();
  const VertebraFrame& frame = site.body.axes.frame;
  const double inward = -site.side * axis.direction.dot(frame.left);
  const double forward = -axis.direction.dot(frame.posterior);
  const double kept = std::clamp(inward, -kLargestSplay * forward, kLargestConvergence * forward);
  axis.direction = (axis.direction + site.side * (inward - kept) * frame.left).normalized();
}

/// Largest width and height of an ellipse whose mean runs were measured, freed of the mask's blur.
Eigen::Vector2d sizeOf(const Girth& isthmus, const SoftMask& mask) {
  const double a = std::max(0.5, 0.5 * isthmus.widthMm / kMeanWidth);
  const double b = std::max(0.5, 0.5 * isthmus.heightMm / kMeanHeight);
  return {2.0 * (a + mask.shrinkageMm(std::max(1.0, b * b / a))),
          2.0 * (b + mask.shrinkageMm(std::max(1.0, a * a / b)))};
}

/// Where the walls are around a point of the axis; nullopt where the bone does not end on one side.
std::optional<PedicleSection> wallsAt(const Site& site, const Axis& axis, double depthMm) {
  const Vec3 centre = axis.centreMm + depthMm * axis.direction;
  const SectionPlane plane = site.planeAcross(axis, centre);
  const auto wall = [&](const Vec3& direction) {
    return exitMm(site.mask, centre, direction, kWallReachMm);
  };
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

std::vector<PedicleSection> sectionsAlong(const Site& site,
                                          const Axis& axis,
                                          const std::vector<Girth>& girths) {
  std::vector<PedicleSection> sections;
  for (double depth = std::ceil(girths.front().depthMm); depth <= girths.back().depthMm;
       depth += 1.0) {
    if (const auto section = wallsAt(site, axis, depth))
      sections.push_back(*section);
  }
  return sections;
}

Trust judge(const PedicleAnatomy& pedicle, const Site& site, std::size_t sectionCount) {
  if (pedicle.isthmusWidthMm < 1.5 || pedicle.isthmusWidthMm > 24.0 ||
      pedicle.isthmusHeightMm < 4.0 || pedicle.isthmusHeightMm > 28.0)
    return {false, "The narrowest section is not the size of a pedicle."};
  if (pedicle.isthmusWidthMm < 1.5 * site.mask.coarsestMm())
    return {false, "The pedicle is narrower than one and a half voxels of the label map."};
  if (sectionCount < 4)
    return {false, "The bridge between body and arch is too short to show an axis."};
  for (const Vec3& voxel : site.mask.borderVoxels()) {
    const Vec3 d = voxel - pedicle.centreMm;
    const double along = d.dot(pedicle.axis);
    if (std::abs(along) < 6.0 &&
        (d - along * pedicle.axis).norm() < 0.5 * pedicle.isthmusHeightMm + 2.0)
      return {false, "The pedicle is cut off by the border of the label map."};
  }
  return {};
}

}  // namespace

PedicleAnatomy measurePedicle(const SoftMask& mask,
                              const BodyShape& body,
                              const CanalOutline& canal,
                              int side) {
  const double front = canal.centreMm[1] - canal.radiiMm[BodyShape::kAngles / 2];
  const Site site{mask, body, side, front, canal.centreMm[1]};
  PedicleAnatomy pedicle;
  const auto seed = narrowestBesideCanal(site, canal);
  if (!seed) {
    pedicle.trust = {false, "No bridge of bone joins the body and the arch on this side."};
    return pedicle;
  }
  Axis axis = seed->axis;
  const Eigen::Matrix2d& spread = seed->station.shape.covariance;
  Girth isthmus{0.0, 0.0, 0.0, 4.0 * std::sqrt(spread(0, 0)), 4.0 * std::sqrt(spread(1, 1))};
  std::vector<Girth> girths;
  for (int pass = 0; pass < kPasses; ++pass) {
    girths = girthsAlong(site, axis, isthmus);
    if (girths.empty()) {
      pedicle.trust = {false, "The bridge between body and arch has no closed section."};
      return pedicle;
    }
    isthmus = girths[narrowestOf(girths)];
    improve(site, axis, girths);
    keepNear(site, seed->axis, axis);
  }
  const Eigen::Vector2d size = sizeOf(isthmus, mask);
  pedicle.centreMm = axis.centreMm;
  pedicle.axis = axis.direction;
  pedicle.isthmusWidthMm = size[0];
  pedicle.isthmusHeightMm = size[1];
  const VertebraFrame& frame = body.axes.frame;
  const double forward = -axis.direction.dot(frame.posterior);
  pedicle.transverseAngle =
      Angle::fromRadians(std::atan2(-side * axis.direction.dot(frame.left), forward));
  pedicle.sagittalAngle =
      Angle::fromRadians(std::asin(std::clamp(axis.direction.dot(frame.superior), -1.0, 1.0)));
  pedicle.sections = sectionsAlong(site, axis, girths);
  pedicle.trust = judge(pedicle, site, pedicle.sections.size());
  return pedicle;
}

}  // namespace trocar::anatomy
