#include "core/segmentation/spine/disc_planes.h"

#include "core/angle.h"
#include "core/parallel.h"
#include "core/quantile.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace trocar::segmentation {
namespace {

/// How a plane leans: rising to the back and to the left.
struct Tilt {
  double back = 0.0, left = 0.0;  ///< Tangents.
};

std::vector<Tilt> tilts() {
  std::vector<Tilt> all;
  for (int back = -24; back <= 24; back += 4) {
    for (int left = -12; left <= 12; left += 4)
      all.push_back({std::tan(Angle::fromDegrees(back).radians()),
                     std::tan(Angle::fromDegrees(left).radians())});
  }
  return all;
}

/// Places in an ellipse of a disc's size, left and back of its middle.
std::vector<std::array<double, 2>> places() {
  constexpr double kHalfWidthMm = 14.0, kHalfDepthMm = 10.0;
  std::vector<std::array<double, 2>> all;
  for (double x = -kHalfWidthMm; x <= kHalfWidthMm; x += 4.0) {
    for (double y = -kHalfDepthMm; y <= kHalfDepthMm; y += 4.0) {
      if (std::hypot(x / kHalfWidthMm, y / kHalfDepthMm) <= 1.005)
        all.push_back({x, y});
    }
  }
  return all;
}

constexpr double kUnseenHu = -1000.0;

/// Mean HU of each plane: by station, then by tilt.
class PlaneMeans {
 public:
  PlaneMeans(const Volume& ct, const std::vector<Station>& axis, const std::vector<Tilt>& tilts)
      : tilts_(tilts.size()), means_(axis.size() * tilts.size()) {
    const std::vector<std::array<double, 2>> inPlane = places();
    parallelFor(axis.size(), [&](std::size_t s) {
      for (std::size_t t = 0; t < tilts.size(); ++t)
        means_[s * tilts_ + t] = meanOf(ct, axis[s], tilts[t], inPlane);
    });
  }

  double at(int station, std::size_t tilt) const {
    return means_[static_cast<std::size_t>(station) * tilts_ + tilt];
  }

 private:
  static double meanOf(const Volume& ct,
                       const Station& station,
                       const Tilt& tilt,
                       const std::vector<std::array<double, 2>>& inPlane) {
    constexpr double kOutside = -3000.0;
    double sum = 0.0;
    std::size_t seen = 0;
    for (const auto& [x, y] : inPlane) {
      const double hu = huAt(ct,
                             station.atMm + x * station.left + y * station.posterior +
                                 (y * tilt.back + x * tilt.left) * station.up,
                             kOutside);
      if (hu <= kOutside)
        continue;
      sum += std::clamp(hu, -100.0, 600.0);
      ++seen;
    }
    return 2 * seen >= inPlane.size() ? sum / static_cast<double>(seen) : kUnseenHu;
  }

  std::size_t tilts_;
  std::vector<double> means_;
};

constexpr int kEndMm = 10;  // Of the axis, where a disc's neighbours are not seen.

/// How much a plane and those beside it look like a disc between endplates, in HU.
double discContrast(const PlaneMeans& means, int s, std::size_t tilt) {
  constexpr double kDensestHu = 200.0, kEvenHu = 60.0;
  const auto at = [&](int d) { return means.at(s + d, tilt); };
  for (int d = -8; d <= 8; d += 4) {
    if (at(d) <= kUnseenHu)
      return kUnseenHu;
  }
  double best = kUnseenHu;
  for (int half = 2; half <= 6; ++half) {
    double within = kUnseenHu;
    for (int d = 2 - half; d <= half - 2; ++d)
      within = std::max(within, at(d));
    const auto rise = [&](int side) {
      return std::max(at(side * half), at(side * (half + 1))) -
             std::min(at(side * (half - 2)), at(side * std::max(half - 3, 0)));
    };
    const double above = rise(1);
    const double below = rise(-1);
    const double contrast = std::min(above, below) + 0.3 * std::max(above, below) -
                            std::max(0.0, at(0) - kDensestHu) -
                            std::max(0.0, within - at(0) - kEvenHu);
    best = std::max(best, contrast);
  }
  return best;
}

/// The likeliest tilt at a station, and how much it looks like a disc: about 1 for most discs.
struct Sight {
  double disc = -9.0;
  std::size_t tilt = 0;
};

std::vector<Sight> sights(const PlaneMeans& means, const std::vector<Tilt>& tilts, int count) {
  constexpr double kBackHu = 26.0, kLeftHu = 35.0;  // A tilted plane is less likely: HU a tangent.
  std::vector<Sight> all(static_cast<std::size_t>(count));
  parallelFor(std::max(0, count - 2 * kEndMm), [&](int n) {
    const int s = n + kEndMm;
    Sight& sight = all[static_cast<std::size_t>(s)];
    for (std::size_t t = 0; t < tilts.size(); ++t) {
      const double disc = discContrast(means, s, t) - kBackHu * std::abs(tilts[t].back) -
                          kLeftHu * std::abs(tilts[t].left);
      if (disc > 100.0 * sight.disc)
        sight = {disc / 100.0, t};
    }
  });
  std::vector<double> clear;
  for (const Sight& sight : all) {
    if (sight.disc > 0.15)
      clear.push_back(sight.disc);
  }
  const double scale = clear.size() > 5 ? 1.3 / quantile(clear, 0.9) : 1.0;
  for (Sight& sight : all)
    sight.disc *= scale;
  return all;
}

/// The best chain of stations: the sum of what is seen less what speaks against their distances.
class DiscChain {
 public:
  DiscChain(const std::vector<Sight>& sights, const std::vector<double>& widthsMm)
      : sights_(sights), widthsMm_(widthsMm), links_(sights.size() * kDistances) {
    for (int s = 0; s < static_cast<int>(sights.size()); ++s) {
      for (int gap = kLeastMm; gap <= kMostMm && gap <= s; ++gap)
        link(s, gap);
    }
  }

  std::vector<int> best() const {
    std::vector<int> stations;
    int s = end_, gap = endGap_;
    while (s >= 0) {
      stations.push_back(s);
      if (gap == 0)
        break;
      const int before = linkAt(s, gap).gapBefore;
      s -= gap;
      gap = before;
    }
    std::reverse(stations.begin(), stations.end());
    return stations;
  }

 private:
  static constexpr int kLeastMm = 15, kMostMm = 48;  // Between the middles of neighbouring discs.
  static constexpr std::size_t kDistances = kMostMm + 1;

  struct Link {
    double gain = -1e9;
    int gapBefore = 0;  ///< 0: the chain begins with the disc below.
  };
  Link& linkAt(int s, int gap) {
    return links_[static_cast<std::size_t>(s) * kDistances + static_cast<std::size_t>(gap)];
  }
  const Link& linkAt(int s, int gap) const {
    return links_[static_cast<std::size_t>(s) * kDistances + static_cast<std::size_t>(gap)];
  }

  double seen(int s) const {
    constexpr double kBias = 0.35, kMost = 1.6;
    return std::min(sights_[static_cast<std::size_t>(s)].disc, kMost) - kBias;
  }

  /// Of the height of a body with its disc, from its width: thoracic and lumbar vertebrae are 0.65
  /// to 0.77 as high as wide (assets/patients/morphometry.json).
  double heightCost(int s, int gap) const {
    constexpr double kHeightToWidth = 0.70, kSpread = 0.22;
    const auto middle = static_cast<std::size_t>(s - gap / 2);
    const double usual = kHeightToWidth * std::clamp(widthsMm_[middle], 18.0, 62.0);
    const double off = std::log(gap / usual) / kSpread;
    return 0.25 * off * off;
  }

  void link(int s, int gap) {
    constexpr double kLargestChange = 0.6;  // Of the logarithm of neighbouring distances.
    const int below = s - gap;
    Link here{seen(below), 0};
    for (int before = kLeastMm; before <= kMostMm; ++before) {
      const double change = std::abs(std::log(static_cast<double>(gap) / before));
      if (change > kLargestChange)
        continue;
      const double gain = linkAt(below, before).gain - 5.0 * change * change - 0.5 * change;
      if (gain > here.gain)
        here = {gain, before};
    }
    here.gain += seen(s) - heightCost(s, gap);
    linkAt(s, gap) = here;
    if (here.gain > most_) {
      most_ = here.gain;
      end_ = s;
      endGap_ = gap;
    }
  }

  const std::vector<Sight>& sights_;
  const std::vector<double>& widthsMm_;
  std::vector<Link> links_;
  double most_ = 0.0;
  int end_ = -1, endGap_ = 0;
};

}  // namespace

std::vector<DiscPlane> discPlanes(const Volume& ct,
                                  const std::vector<Station>& axis,
                                  const std::vector<double>& widthsMm) {
  const std::vector<Tilt> all = tilts();
  const PlaneMeans means(ct, axis, all);
  const std::vector<Sight> seen = sights(means, all, static_cast<int>(axis.size()));
  std::vector<DiscPlane> discs;
  for (const int s : DiscChain(seen, widthsMm).best()) {
    const Station& station = axis[static_cast<std::size_t>(s)];
    const Tilt& tilt = all[seen[static_cast<std::size_t>(s)].tilt];
    discs.push_back(
        {s,
         station.atMm,
         (station.up - tilt.back * station.posterior - tilt.left * station.left).normalized()});
  }
  return discs;
}

}  // namespace trocar::segmentation
