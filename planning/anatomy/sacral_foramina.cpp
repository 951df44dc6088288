#include "planning/anatomy/sacral_foramina.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace trocar::anatomy {
namespace {

constexpr double kForamenPixelMm = 1.5;
constexpr int kHalfWidth = 34;  // Pixels to each side of the midline.
constexpr int kLength = 74;     // Pixels down from the promontory.
constexpr int kClosing = 7;     // Radius in pixels of what is filled: wider than a foramen.
constexpr double kPitMm = 4.0;  // Deeper than this below its surroundings.
constexpr double kForamenReachMm = 90.0;

/// How deep the sacrum's front lies behind a plane in front of it, on a raster of x and distance
/// downwards.
struct DepthMap {
  Vec3 originMm;  ///< In front of the promontory.
  Vec3 left, down, back;
  std::vector<double> depth;

  static std::size_t at(int i, int j) {
    return static_cast<std::size_t>(j * (2 * kHalfWidth + 1) + i + kHalfWidth);
  }
  Vec3 pointAt(double i, double j, double depthMm) const {
    return originMm + kForamenPixelMm * (i * left + j * down) + depthMm * back;
  }
};

DepthMap depthOf(const SoftMask& sacrum, const SacrumAnatomy& s1) {
  DepthMap map;
  map.left = s1.frame.left;
  // The sacrum's front runs about along the back wall of S1, some 12 degrees further back.
  map.down = (-s1.frame.superior + 0.2 * s1.frame.posterior).normalized();
  map.back = map.left.cross(map.down).normalized();
  if (map.back.dot(s1.frame.posterior) < 0.0)
    map.back = -map.back;
  map.originMm = s1.promontoryMm - 30.0 * map.back;
  map.depth.assign(DepthMap::at(kHalfWidth, kLength - 1) + 1, kForamenReachMm);
  for (int j = 0; j < kLength; ++j) {
    for (int i = -kHalfWidth; i <= kHalfWidth; ++i)
      map.depth[DepthMap::at(i, j)] =
          entryMm(sacrum, map.pointAt(i, j, 0.0), map.back, kForamenReachMm)
              .value_or(kForamenReachMm);
  }
  return map;
}

/// Least (sign -1) or greatest (1) value within the radius of the closing about a pixel.
double extremeAround(const std::vector<double>& depth, int i, int j, double sign) {
  double best = sign * depth[DepthMap::at(i, j)];
  for (int dj = -kClosing; dj <= kClosing; ++dj) {
    for (int di = -kClosing; di <= kClosing; ++di) {
      if (di * di + dj * dj <= kClosing * kClosing && std::abs(i + di) <= kHalfWidth &&
          j + dj >= 0 && j + dj < kLength)
        best = std::max(best, sign * depth[DepthMap::at(i + di, j + dj)]);
    }
  }
  return sign * best;
}

std::vector<double> extremes(const std::vector<double>& depth, double sign) {
  std::vector<double> result(depth.size());
  for (int j = 0; j < kLength; ++j) {
    for (int i = -kHalfWidth; i <= kHalfWidth; ++i)
      result[DepthMap::at(i, j)] = extremeAround(depth, i, j, sign);
  }
  return result;
}

struct Pit {
  double i = 0.0;
  double j = 0.0;
  int pixels = 0;
  int outermost = 0;     ///< i furthest from the midline.
  bool enclosed = true;  ///< By bone on all sides.
};

/// The pit around a pixel; its marks are cleared.
Pit takePit(std::vector<std::uint8_t>& marks,
            const std::vector<std::uint8_t>& beside,
            int i,
            int j) {
  std::vector<std::array<int, 2>> pixels{{i, j}};
  marks[DepthMap::at(i, j)] = 0;
  Pit pit;
  pit.outermost = i;
  for (std::size_t next = 0; next < pixels.size(); ++next) {
    const auto [pi, pj] = pixels[next];
    pit.i += pi;
    pit.j += pj;
    ++pit.pixels;
    if (std::abs(pi) > std::abs(pit.outermost))
      pit.outermost = pi;
    for (const auto& [di, dj] :
         {std::array{1, 0}, std::array{-1, 0}, std::array{0, 1}, std::array{0, -1}}) {
      const bool onRaster = std::abs(pi + di) <= kHalfWidth && pj + dj >= 0 && pj + dj < kLength;
      if (!onRaster || beside[DepthMap::at(pi + di, pj + dj)] != 0)
        pit.enclosed = false;
      if (!onRaster || marks[DepthMap::at(pi + di, pj + dj)] == 0)
        continue;
      marks[DepthMap::at(pi + di, pj + dj)] = 0;
      pixels.push_back({pi + di, pj + dj});
    }
  }
  pit.i /= pit.pixels;
  pit.j /= pit.pixels;
  return pit;
}

/// 1 where no bone lies behind and the same is true all the way to the raster's edge: beside the
/// sacrum, not through a foramen.
std::vector<std::uint8_t> besideSacrum(const DepthMap& map) {
  std::vector<std::uint8_t> beside(map.depth.size(), 0);
  std::vector<std::array<int, 2>> open;
  const auto visit = [&](int i, int j) {
    if (std::abs(i) > kHalfWidth || j < 0 || j >= kLength)
      return;
    const std::size_t n = DepthMap::at(i, j);
    if (beside[n] != 0 || map.depth[n] < kForamenReachMm)
      return;
    beside[n] = 1;
    open.push_back({i, j});
  };
  for (int j = 0; j < kLength; ++j) {
    visit(-kHalfWidth, j);
    visit(kHalfWidth, j);
  }
  for (int i = -kHalfWidth; i <= kHalfWidth; ++i) {
    visit(i, 0);
    visit(i, kLength - 1);
  }
  while (!open.empty()) {
    const auto [i, j] = open.back();
    open.pop_back();
    visit(i + 1, j);
    visit(i - 1, j);
    visit(i, j + 1);
    visit(i, j - 1);
  }
  return beside;
}

/// `closed` is the front with its pits filled.
std::vector<Pit> pitsOf(const DepthMap& map, const std::vector<double>& closed) {
  const std::vector<std::uint8_t> beside = besideSacrum(map);
  std::vector<std::uint8_t> marks(map.depth.size(), 0);
  for (std::size_t n = 0; n < marks.size(); ++n)
    marks[n] = beside[n] == 0 && map.depth[n] - closed[n] > kPitMm ? 1 : 0;
  std::vector<Pit> pits;
  for (int j = 0; j < kLength; ++j) {
    for (int i = -kHalfWidth; i <= kHalfWidth; ++i) {
      if (marks[DepthMap::at(i, j)] == 0)
        continue;
      const Pit pit = takePit(marks, beside, i, j);
      const double areaMm2 = pit.pixels * kForamenPixelMm * kForamenPixelMm;
      const double x = std::abs(pit.i) * kForamenPixelMm;
      if (pit.enclosed && areaMm2 >= 12.0 && areaMm2 <= 350.0 && x > 9.0 && x < 40.0)
        pits.push_back(pit);
    }
  }
  return pits;
}

/// Points inside a structure, a millimetre apart.
std::vector<Vec3> pointsOf(const Case& patient, const Structure& structure) {
  std::vector<Vec3> points;
  const std::optional<Box> box = boundsOf(patient, structure);
  if (!box)
    return points;
  for (double z = box->lowMm.z(); z <= box->highMm.z(); z += 1.0) {
    for (double y = box->lowMm.y(); y <= box->highMm.y(); y += 1.0) {
      for (double x = box->lowMm.x(); x <= box->highMm.x(); x += 1.0) {
        if (contains(patient, structure, {x, y, z}))
          points.emplace_back(x, y, z);
      }
    }
  }
  return points;
}

std::vector<SacralForamen> fromStructures(const Case& patient, const SacrumAnatomy& s1) {
  std::vector<SacralForamen> foramina;
  for (const char* level : {"S1", "S2", "S3", "S4"}) {
    for (const Side side : {Side::Left, Side::Right}) {
      const Structure* structure =
          patient.find("foramen_" + std::string(level) + "_" + std::string(toString(side)));
      const std::vector<Vec3> points =
          structure != nullptr ? pointsOf(patient, *structure) : std::vector<Vec3>();
      if (points.empty())
        continue;
      // The middle of its box in the axes of S1, which turn with it.
      Vec3 lowMm = Vec3::Constant(1e9);
      Vec3 highMm = Vec3::Constant(-1e9);
      for (const Vec3& point : points) {
        const Vec3 local(
            point.dot(s1.frame.left), point.dot(s1.frame.posterior), point.dot(s1.frame.superior));
        lowMm = lowMm.cwiseMin(local);
        highMm = highMm.cwiseMax(local);
      }
      const Vec3 middle = 0.5 * (lowMm + highMm);
      const Vec3 centre = middle[0] * s1.frame.left + middle[1] * s1.frame.posterior +
                          middle[2] * s1.frame.superior;
      const double halfMm = 0.5 * (highMm[0] - lowMm[0]);
      foramina.push_back({level, side, centre, centre + signOf(side) * halfMm * s1.frame.left});
    }
  }
  return foramina;
}

}  // namespace

std::vector<SacralForamen> findSacralForamina(const Case& patient,
                                              const SoftMask& sacrum,
                                              const SacrumAnatomy& s1) {
  std::vector<SacralForamen> foramina = fromStructures(patient, s1);
  if (!foramina.empty())
    return foramina;
  const DepthMap map = depthOf(sacrum, s1);
  const std::vector<double> closed = extremes(extremes(map.depth, -1.0), 1.0);
  std::vector<Pit> pits = pitsOf(map, closed);
  std::stable_sort(pits.begin(), pits.end(), [](const Pit& a, const Pit& b) { return a.j < b.j; });
  std::array<int, 2> count{0, 0};
  for (const Pit& pit : pits) {
    const Side side = pit.i > 0.0 ? Side::Left : Side::Right;
    int& n = count[side == Side::Left ? 0 : 1];
    if (n == 4)
      continue;
    const int i = static_cast<int>(std::lround(pit.i));
    const int j = static_cast<int>(std::lround(pit.j));
    const int rim = pit.outermost + (pit.outermost > 0 ? 1 : -1);
    const int rimI = std::clamp(rim, -kHalfWidth, kHalfWidth);
    const double depth = map.depth[DepthMap::at(rimI, j)];
    foramina.push_back({"S" + std::to_string(++n),
                        side,
                        map.pointAt(pit.i, pit.j, closed[DepthMap::at(i, j)]),
                        map.pointAt(rimI, pit.j, depth)});
  }
  return foramina;
}

}  // namespace trocar::anatomy
