#include "core/segmentation/ring.h"

#include "core/nearest_whole.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <array>
#include <cmath>

namespace trocar::segmentation {
namespace {

constexpr int kSide = 128;
constexpr double kStepMm = 0.75;
constexpr double kPlanesMm = 22.0;  ///< Above and below the vertebra's centroid.
constexpr double kLeastMm2 = 80.0;  ///< Smaller holes are gaps in the labels ..
constexpr double kMostMm2 = 900.0;  ///< .. and larger ones are not a canal: 27 x 17 mm is 360 mm^2.

constexpr double kAsideMm = 12.0;  ///< Farthest a canal's centre lies from the midline.

/// A plane across the spine, its first pixel at a corner.
struct Plane {
  Vec3 cornerMm;
  Vec3 left;
  Vec3 posterior;

  Vec3 at(double column, double row) const {
    return cornerMm + kStepMm * (column * left + row * posterior);
  }
};

using Pixels = std::array<std::uint8_t, static_cast<std::size_t>(kSide) * kSide>;
constexpr std::uint8_t kFree = 0;
constexpr std::uint8_t kBone = 1;
constexpr std::uint8_t kSeen = 2;

/// Number, first and second moments of a patch of pixels.
struct Patch {
  double count = 0.0;
  double column = 0.0;
  double row = 0.0;
  double columnSpread = 0.0;
  double rowSpread = 0.0;
  bool closed = true;  ///< It does not reach the edge of the plane.

  double areaMm2() const { return count * kStepMm * kStepMm; }
};

/// LabelMap::nearest of each pixel, without its calls: there are millions.
Pixels sampled(const BoneLabels& bone, const Plane& plane) {
  const Grid& grid = bone.labels.grid();
  const std::array<int, 3>& size = grid.size();
  const auto isInside = [&](int at, std::size_t axis) { return at >= 0 && at < size[axis]; };
  Pixels pixels{};
  for (int row = 0; row < kSide; ++row) {
    for (int column = 0; column < kSide; ++column) {
      const Vec3 at = grid.patientToVoxel(plane.at(column, row));
      const int i = nearestWhole(at[0]);
      const int j = nearestWhole(at[1]);
      const int k = nearestWhole(at[2]);
      if (!isInside(i, 0) || !isInside(j, 1) || !isInside(k, 2))
        continue;
      const std::size_t voxel = (static_cast<std::size_t>(k) * static_cast<std::size_t>(size[1]) +
                                 static_cast<std::size_t>(j)) *
                                    static_cast<std::size_t>(size[0]) +
                                static_cast<std::size_t>(i);
      if (bone.isBone[bone.labels.data()[voxel]] != 0)
        pixels[static_cast<std::size_t>(row * kSide + column)] = kBone;
    }
  }
  return pixels;
}

/// Takes the free pixels connected to `seed` out of `pixels`.
Patch takePatch(Pixels& pixels, int seed) {
  Patch patch;
  std::vector<int> open = {seed};
  pixels[static_cast<std::size_t>(seed)] = kSeen;
  while (!open.empty()) {
    const int pixel = open.back();
    open.pop_back();
    const int column = pixel % kSide;
    const int row = pixel / kSide;
    ++patch.count;
    patch.column += column;
    patch.row += row;
    patch.columnSpread += static_cast<double>(column) * column;
    patch.rowSpread += static_cast<double>(row) * row;
    if (column == 0 || row == 0 || column == kSide - 1 || row == kSide - 1) {
      patch.closed = false;
      continue;
    }
    for (const int neighbour : {pixel - 1, pixel + 1, pixel - kSide, pixel + kSide}) {
      if (pixels[static_cast<std::size_t>(neighbour)] == kFree) {
        pixels[static_cast<std::size_t>(neighbour)] = kSeen;
        open.push_back(neighbour);
      }
    }
  }
  patch.column /= patch.count;
  patch.row /= patch.count;
  patch.columnSpread = patch.columnSpread / patch.count - patch.column * patch.column;
  patch.rowSpread = patch.rowSpread / patch.count - patch.row * patch.row;
  return patch;
}

/// The largest closed hole of a plausible size behind the plane's middle, the vertebra's centroid:
/// one in front of it is the hollow of an endplate.
std::optional<Patch> holeIn(const BoneLabels& bone, const Plane& plane) {
  Pixels pixels = sampled(bone, plane);
  std::optional<Patch> best;
  for (int seed = 0; seed < kSide * kSide; ++seed) {
    if (pixels[static_cast<std::size_t>(seed)] != kFree)
      continue;
    const Patch patch = takePatch(pixels, seed);
    const bool behind =
        patch.row > 0.5 * kSide && std::abs(patch.column - 0.5 * kSide) < kAsideMm / kStepMm;
    const bool plausible =
        patch.closed && behind && patch.areaMm2() >= kLeastMm2 && patch.areaMm2() <= kMostMm2;
    if (plausible && (!best || patch.count > best->count))
      best = patch;
  }
  return best;
}

}  // namespace

std::optional<Ring> findRing(const BoneLabels& bone, const Vec3& vertebraMm, const Vec3& up) {
  Ring ring;
  ring.up = up;
  ring.left = (Vec3::UnitX() - up * up[0]).normalized();
  ring.posterior = up.cross(ring.left);
  double planes = 0.0;
  for (double height = -kPlanesMm; height <= kPlanesMm; height += 1.0) {
    const double half = 0.5 * kSide * kStepMm;
    const Plane plane{
        vertebraMm + height * up - half * (ring.left + ring.posterior), ring.left, ring.posterior};
    const std::optional<Patch> hole = holeIn(bone, plane);
    if (!hole)
      continue;
    ++planes;
    ring.centreMm += plane.at(hole->column, hole->row);
    ring.halfWidthMm +=
        2.0 * kStepMm * std::sqrt(hole->columnSpread);  // A uniform ellipse spreads by half
    ring.halfDepthMm += 2.0 * kStepMm * std::sqrt(hole->rowSpread);  // of each half axis.
  }
  if (planes < 2.0)
    return std::nullopt;
  ring.centreMm /= planes;
  ring.halfWidthMm /= planes;
  ring.halfDepthMm /= planes;
  return ring;
}

}  // namespace trocar::segmentation
