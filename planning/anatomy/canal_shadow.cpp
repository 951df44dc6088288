#include "planning/anatomy/canal_shadow.h"

#include "core/angle.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace trocar::anatomy {
namespace {

constexpr double kShadowCellMm = 4.0;
constexpr double kKernelMm = 14.0;
constexpr double kLargestTiltDeg = 60.0;  // Where a direction's score has fallen to nothing.
constexpr double kSmallestHoleMm2 = 40.0;

/// The axes of the shadow's plane: u to the left, v to the back.
struct Screen {
  Vec3 u;
  Vec3 v;
};

Screen screenOf(const Vec3& direction) {
  const Vec3 v = (Vec3::UnitY() - Vec3::UnitY().dot(direction) * direction).normalized();
  return {v.cross(direction), v};
}

struct Bitmap {
  int size = 0;
  double pixelMm = 1.0;
  std::vector<std::uint8_t>
      pixels;  ///< 0 light, 1 shadow, 2 light that reaches the rim, 3 a hole already counted.

  double centreMm(int index) const { return (index - size / 2) * pixelMm; }
};

Bitmap shadowOf(const SoftMask& mask, const Vec3& originMm, const Screen& screen) {
  double reach = 0.0;
  for (const Vec3& corner : mask.grid().cornersMm())
    reach = std::max(reach, (corner - originMm).norm());
  Bitmap bitmap;
  bitmap.pixelMm = std::max(2.0, 1.25 * mask.coarsestMm());
  const int half = static_cast<int>(reach / bitmap.pixelMm) + 2;
  bitmap.size = 2 * half + 1;
  bitmap.pixels.assign(static_cast<std::size_t>(bitmap.size * bitmap.size), 0);
  const Vec3 u = screen.u / bitmap.pixelMm;
  const Vec3 v = screen.v / bitmap.pixelMm;
  const double u0 = half + 0.5 - u.dot(originMm);
  const double v0 = half + 0.5 - v.dot(originMm);
  for (const Vec3& voxel : mask.voxels())
    bitmap.pixels[static_cast<std::size_t>(static_cast<int>(v.dot(voxel) + v0) * bitmap.size +
                                           static_cast<int>(u.dot(voxel) + u0))] = 1;
  return bitmap;
}

/// Turns the light region around `seed` into `mark` and returns its pixels.
std::vector<int> flood(Bitmap& bitmap, int seed, std::uint8_t mark) {
  std::vector<int> region{seed};
  bitmap.pixels[static_cast<std::size_t>(seed)] = mark;
  const std::array<int, 4> steps{-1, 1, -bitmap.size, bitmap.size};
  const int count = bitmap.size * bitmap.size;
  for (std::size_t next = 0; next < region.size(); ++next) {
    for (const int step : steps) {
      const int n = region[next] + step;
      if (n >= 0 && n < count && bitmap.pixels[static_cast<std::size_t>(n)] == 0) {
        bitmap.pixels[static_cast<std::size_t>(n)] = mark;
        region.push_back(n);
      }
    }
  }
  return region;
}

struct Hole {
  double areaMm2 = 0.0;
  double u = 0.0;
  double v = 0.0;
};

Hole holeOf(const std::vector<int>& region, const Bitmap& bitmap) {
  Hole hole;
  for (const int n : region) {
    hole.u += bitmap.centreMm(n % bitmap.size);
    hole.v += bitmap.centreMm(n / bitmap.size);
  }
  const auto count = static_cast<double>(region.size());
  return {count * bitmap.pixelMm * bitmap.pixelMm, hole.u / count, hole.v / count};
}

/// The largest hole behind the origin and not far from the midline.
Hole largestHole(const SoftMask& mask, const Vec3& bodyMm, const Screen& screen) {
  Bitmap bitmap = shadowOf(mask, bodyMm, screen);
  flood(bitmap, 0, 2);
  Hole largest;
  for (int n = 0; n < bitmap.size * bitmap.size; ++n) {
    if (bitmap.pixels[static_cast<std::size_t>(n)] != 0)
      continue;
    const Hole hole = holeOf(flood(bitmap, n, 3), bitmap);
    if (hole.areaMm2 > largest.areaMm2 && hole.v > 4.0 && std::abs(hole.u) < hole.v)
      largest = hole;
  }
  return largest;
}

Vec3 tilted(const Vec3& direction, Angle back, Angle left) {
  const Screen screen = screenOf(direction);
  return (direction + std::tan(back.radians()) * screen.v + std::tan(left.radians()) * screen.u)
      .normalized();
}

/// The best of the directions around `centre`, `rings` steps of `stepDeg` to each side.
CanalShadow bestAround(const SoftMask& mask,
                       const Vec3& bodyMm,
                       const Vec3& centre,
                       double stepDeg,
                       int rings,
                       const Vec3& guess) {
  CanalShadow best;
  double bestScore = 0.0;
  for (int back = -rings; back <= rings; ++back) {
    for (int left = -rings; left <= rings; ++left) {
      const Vec3 direction =
          tilted(centre, Angle::fromDegrees(back * stepDeg), Angle::fromDegrees(left * stepDeg));
      const Screen screen = screenOf(direction);
      const Hole hole = largestHole(mask, bodyMm, screen);
      const double tiltDeg =
          Angle::fromRadians(std::acos(std::clamp(direction.dot(guess), -1.0, 1.0))).degrees();
      const double score = hole.areaMm2 * (1.0 - std::pow(tiltDeg / kLargestTiltDeg, 2.0));
      if (score > bestScore) {
        bestScore = score;
        best = {direction, bodyMm + hole.u * screen.u + hole.v * screen.v, hole.areaMm2};
      }
    }
  }
  return best;
}

/// Centre of the cube of five cells a side that holds the most voxels.
Vec3 densestCellMm(const SoftMask& mask) {
  const Grid& grid = mask.grid();
  const Vec3 extentMm =
      Vec3(grid.size()[0], grid.size()[1], grid.size()[2]).cwiseProduct(grid.spacingMm());
  std::array<int, 3> size{};
  for (std::size_t a = 0; a < 3; ++a)
    size[a] = static_cast<int>(extentMm[static_cast<Eigen::Index>(a)] / kShadowCellMm) + 6;
  const Grid cells(size,
                   grid.originMm() - grid.directions() * Vec3::Constant(2.5 * kShadowCellMm),
                   Vec3::Constant(kShadowCellMm),
                   grid.directions());
  std::vector<int> counts(cells.voxelCount(), 0);
  for (const Vec3& voxel : mask.voxels())
    ++counts[cells.offset(cells.nearestVoxel(voxel))];
  for (std::size_t a = 0, step = 1; a < 3; step *= static_cast<std::size_t>(size[a]), ++a) {
    const std::vector<int> source = counts;
    for (std::size_t n = 2 * step; n + 2 * step < counts.size(); ++n)
      counts[n] = source[n - 2 * step] + source[n - step] + source[n] + source[n + step] +
                  source[n + 2 * step];
  }
  const auto most = std::max_element(counts.begin(), counts.end());
  return cells.voxelToPatient(cells.voxelAt(static_cast<std::size_t>(most - counts.begin())));
}

}  // namespace

Vec3 densestPointMm(const SoftMask& mask) {
  Vec3 centre = densestCellMm(mask);
  for (int n = 0; n < 6; ++n) {
    Vec3 sum = Vec3::Zero();
    double count = 0.0;
    for (const Vec3& voxel : mask.voxels()) {
      if ((voxel - centre).squaredNorm() < kKernelMm * kKernelMm) {
        sum += voxel;
        ++count;
      }
    }
    if (count == 0.0)
      break;
    centre = sum / count;
  }
  return centre;
}

std::optional<CanalShadow> findCanalShadow(const SoftMask& mask,
                                           const Vec3& bodyMm,
                                           const Vec3& cranialGuess) {
  const CanalShadow coarse = bestAround(mask, bodyMm, cranialGuess, 11.0, 4, cranialGuess);
  if (coarse.areaMm2 < kSmallestHoleMm2)
    return std::nullopt;
  return bestAround(mask, bodyMm, coarse.direction, 4.0, 2, cranialGuess);
}

}  // namespace trocar::anatomy
