#include "core/segmentation/spine/body_axis.h"

#include "core/parallel.h"
#include "core/quantile.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace trocar::segmentation {
namespace {

constexpr double kAheadMm = 24.0;  // From the canal's middle to that of the bodies [estimated].
constexpr double kTangentMm = 8.0;
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// Those of the values at most `reach` from `n` that are known.
std::vector<double> knownAround(const std::vector<double>& values,
                                std::size_t n,
                                std::size_t reach) {
  std::vector<double> known;
  for (std::size_t m = n - std::min(n, reach); m <= std::min(values.size() - 1, n + reach); ++m) {
    if (std::isfinite(values[m]))
      known.push_back(values[m]);
  }
  return known;
}

/// Each point from a straight line fitted to its neighbours, so that ends do not shrink.
std::vector<Vec3> smoothed(const std::vector<Vec3>& points, double sigma) {
  const int count = static_cast<int>(points.size());
  const int reach = static_cast<int>(3.0 * sigma);
  std::vector<Vec3> smooth;
  for (int i = 0; i < count; ++i) {
    double s0 = 0.0, s1 = 0.0, s2 = 0.0;
    Vec3 y0 = Vec3::Zero(), y1 = Vec3::Zero();
    for (int j = std::max(0, i - reach); j <= std::min(count - 1, i + reach); ++j) {
      const double t = j - i;
      const double weight = std::exp(-0.5 * t * t / (sigma * sigma));
      const Vec3& point = points[static_cast<std::size_t>(j)];
      s0 += weight;
      s1 += weight * t;
      s2 += weight * t * t;
      y0 += weight * point;
      y1 += weight * t * point;
    }
    const double determinant = s0 * s2 - s1 * s1;
    smooth.push_back(determinant > 1e-9 ? Vec3((s2 * y0 - s1 * y1) / determinant) : Vec3(y0 / s0));
  }
  return smooth;
}

/// A polyline by the length along it.
class Line {
 public:
  explicit Line(const std::vector<Vec3>& points) : points_(points), alongMm_(points.size(), 0.0) {
    for (std::size_t n = 1; n < points.size(); ++n)
      alongMm_[n] = alongMm_[n - 1] + (points[n] - points[n - 1]).norm();
  }

  double lengthMm() const { return alongMm_.back(); }

  Vec3 at(double mm) const {
    const auto after = std::upper_bound(alongMm_.begin() + 1, alongMm_.end() - 1, mm);
    const auto n = static_cast<std::size_t>(after - alongMm_.begin());
    const double part = (mm - alongMm_[n - 1]) / (alongMm_[n] - alongMm_[n - 1]);
    return points_[n - 1] + part * (points_[n] - points_[n - 1]);
  }

  Vec3 tangent(double mm) const {
    return (at(std::min(mm + kTangentMm, lengthMm())) - at(std::max(mm - kTangentMm, 0.0)))
        .normalized();
  }

 private:
  const std::vector<Vec3>& points_;
  std::vector<double> alongMm_;
};

std::vector<Station> stationsOn(const std::vector<Vec3>& points) {
  std::vector<Station> stations;
  if (points.size() < 2)
    return stations;
  const Line line(points);
  for (double mm = 0.0; mm <= line.lengthMm(); mm += 1.0) {
    Station station{.atMm = line.at(mm), .up = line.tangent(mm)};
    station.posterior = (Vec3::UnitY() - Vec3::UnitY().dot(station.up) * station.up).normalized();
    station.left = station.posterior.cross(station.up);
    stations.push_back(station);
  }
  return stations;
}

/// How far the body reaches to one side of a station: where HU first fall clearly; 0 where they do
/// not. Vessels full of contrast may lie just beyond.
double halfWidthMm(const Volume& ct, const Station& station, double side) {
  constexpr int kNearest = 8, kFurthest = 36;
  constexpr double kLeastFallHu = 50.0, kShareOfSteepest = 0.6;
  std::array<double, kFurthest + 3> hu{};
  for (int x = kNearest - 2; x < kFurthest + 3; ++x) {
    for (int y = -6; y <= 6; y += 3) {
      const Vec3 point = station.atMm + side * x * station.left + y * station.posterior;
      hu[static_cast<std::size_t>(x)] += 0.2 * std::clamp(huAt(ct, point), -100.0, 500.0);
    }
  }
  const auto fall = [&](std::size_t x) {
    return std::max(hu[x - 2], hu[x - 1]) - std::min(hu[x + 1], hu[x + 2]);
  };
  double steepest = 0.0;
  for (std::size_t x = kNearest; x <= kFurthest; ++x)
    steepest = std::max(steepest, fall(x));
  const double clear = std::max(kLeastFallHu, kShareOfSteepest * steepest);
  for (std::size_t x = kNearest; x < kFurthest; ++x) {
    if (fall(x) >= clear && fall(x) >= fall(x + 1))
      return static_cast<double>(x);
  }
  return 0.0;
}

/// Moved into the middle between the bodies' sides, as most stations around see it.
std::vector<Vec3> centred(const Volume& ct, const std::vector<Station>& stations) {
  constexpr int kReach = 15;
  constexpr double kFurthestMm = 12.0;
  std::vector<double> offMm(stations.size(), kUnknown);
  parallelFor(stations.size(), [&](std::size_t n) {
    const double right = halfWidthMm(ct, stations[n], -1.0);
    const double left = halfWidthMm(ct, stations[n], 1.0);
    if (right > 0.0 && left > 0.0)
      offMm[n] = std::clamp(0.5 * (left - right), -kFurthestMm, kFurthestMm);
  });
  std::vector<Vec3> points;
  for (std::size_t n = 0; n < stations.size(); ++n) {
    const std::vector<double> near = knownAround(offMm, n, kReach);
    points.push_back(stations[n].atMm + (near.empty() ? 0.0 : median(near)) * stations[n].left);
  }
  return points;
}

/// Ends drawn out straight, so that what lies past the canal's ends is looked at too.
std::vector<Vec3> drawnOut(const std::vector<Vec3>& points) {
  constexpr double kByMm = 24.0, kStepMm = 2.0;
  constexpr std::size_t kTangent = 8;
  if (points.size() <= kTangent)
    return points;
  const Vec3 down = (points.front() - points[kTangent]).normalized();
  const Vec3 up = (points.back() - points[points.size() - 1 - kTangent]).normalized();
  std::vector<Vec3> longer;
  for (double mm = kByMm; mm > 0.0; mm -= kStepMm)
    longer.push_back(points.front() + mm * down);
  longer.insert(longer.end(), points.begin(), points.end());
  for (double mm = kStepMm; mm <= kByMm; mm += kStepMm)
    longer.push_back(points.back() + mm * up);
  return longer;
}

}  // namespace

std::vector<Station> bodyAxis(const Volume& ct, const std::vector<Vec3>& canalMm) {
  std::vector<Vec3> bodies;
  for (const Station& canal : stationsOn(drawnOut(smoothed(canalMm, 6.0)))) {
    const Vec3 body = canal.atMm - kAheadMm * canal.posterior;
    if (bodies.empty() || (body - bodies.back()).dot(canal.up) > 0.3)
      bodies.push_back(body);
  }
  const std::vector<Station> axis = stationsOn(smoothed(bodies, 8.0));
  return stationsOn(smoothed(centred(ct, axis), 8.0));
}

std::vector<double> bodyWidthsMm(const Volume& ct, const std::vector<Station>& axis) {
  constexpr double kUsualMm = 40.0;  // Where nothing was found.
  constexpr int kReach = 20;
  std::vector<double> here(axis.size(), kUnknown);
  parallelFor(axis.size(), [&](std::size_t n) {
    const double right = halfWidthMm(ct, axis[n], -1.0);
    const double left = halfWidthMm(ct, axis[n], 1.0);
    if (right > 0.0 && left > 0.0)
      here[n] = right + left;
  });
  std::vector<double> widths;
  for (std::size_t n = 0; n < axis.size(); ++n) {
    const std::vector<double> near = knownAround(here, n, kReach);
    widths.push_back(near.empty() ? kUsualMm : quantile(near, 0.75));
  }
  return widths;
}

}  // namespace trocar::segmentation
