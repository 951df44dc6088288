#include "core/segmentation/spine/canal_course.h"

#include "core/parallel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <optional>

namespace trocar::segmentation {
namespace {

constexpr int kWallHu = 170;
constexpr int kAirHu = -400;
constexpr int kSoftLowHu = -160;
constexpr int kSoftHighHu = 160;
constexpr double kReachMm = 16.0;  // From the canal's middle to bone.
constexpr int kRays = 24;
constexpr int kFewestHits = 9;
constexpr int kFewestAhead = 3;
constexpr float kNoCanal = -0.4F;  // Of a plane whose point does not look like a canal.
constexpr float kBias = 0.25F;     // A chain must look better than this to be worth growing.
constexpr float kSideways = 0.02F;
constexpr double kFreeMm = 16.0;           // Beside the middle of all bone ..
constexpr float kOffMiddlePerMm = 0.008F;  // .. and the cost beyond.

struct Ray {
  std::vector<std::array<int, 2>> steps;
  bool ahead = false;
};

/// Those ahead come first: most points fail there.
std::vector<Ray> raysOf(double stepMm) {
  std::vector<Ray> rays;
  for (int r = 0; r < kRays; ++r) {
    const double angle = 2.0 * std::numbers::pi * r / kRays - 0.5 * std::numbers::pi;
    Ray ray;
    ray.ahead = std::sin(angle) < -0.7;
    for (int s = 1; s * stepMm <= kReachMm; ++s)
      ray.steps.push_back({static_cast<int>(std::lround(s * std::cos(angle))),
                           static_cast<int>(std::lround(s * std::sin(angle)))});
    rays.push_back(ray);
  }
  std::stable_partition(rays.begin(), rays.end(), [](const Ray& ray) { return ray.ahead; });
  return rays;
}

/// One axial plane.
struct Plane2 {
  const std::int16_t* hu;
  int width, height;

  int at(int i, int j) const {
    return i < 0 || j < 0 || i >= width || j >= height ? -1000 : hu[i + width * j];
  }
};

bool hitsBone(const Plane2& plane, int i, int j, const Ray& ray) {
  for (const auto& [x, y] : ray.steps) {
    const int hu = plane.at(i + x, j + y);
    if (hu > kWallHu)
      return true;
    if (hu < kAirHu)
      return false;
  }
  return false;
}

/// How much of what lies 0 to 24 mm ahead of the canal's front wall is as dense as a body, 0 to 1.
float bodyAhead(const Plane2& plane, int i, int j, double stepMm) {
  const int reach = static_cast<int>(kReachMm / stepMm);
  int wall = reach / 2;
  for (int s = 1; s <= reach; ++s) {
    if (plane.at(i, j - s) > kWallHu) {
      wall = s;
      break;
    }
  }
  const int deep = static_cast<int>(24.0 / stepMm);
  const int half = static_cast<int>(8.0 / stepMm);
  float sum = 0.0F;
  int count = 0;
  for (int s = wall; s < wall + deep; ++s) {
    for (int x = -half; x <= half; x += 2) {
      sum += std::clamp(static_cast<float>(plane.at(i + x, j - s) - 20) / 130.0F, 0.0F, 1.0F);
      ++count;
    }
  }
  return sum / static_cast<float>(count);
}

float looksLikeCanal(const Plane2& plane, int i, int j, const std::vector<Ray>& rays, double step) {
  const int hu = plane.at(i, j);
  if (hu < kSoftLowHu || hu > kSoftHighHu)
    return kNoCanal;
  int hits = 0;
  int ahead = 0;
  for (const Ray& ray : rays) {
    if (!ray.ahead && ahead < kFewestAhead)
      return kNoCanal;
    if (!hitsBone(plane, i, j, ray))
      continue;
    ++hits;
    ahead += ray.ahead ? 1 : 0;
  }
  if (hits < kFewestHits)
    return kNoCanal;
  return static_cast<float>(hits) / kRays * bodyAhead(plane, i, j, step);
}

/// Mean voxel of all bone along x.
double middleOfBone(const Volume& ct) {
  const auto& voxels = ct.voxels();
  double sum = 0.0;
  double count = 0.0;
  const auto width = static_cast<std::size_t>(ct.grid().size()[0]);
  for (std::size_t n = 0; n < voxels.size(); ++n) {
    if (voxels[n] > 200) {
      sum += static_cast<double>(n % width);
      count += 1.0;
    }
  }
  return count > 0.0 ? sum / count : 0.5 * static_cast<double>(width);
}

/// Chains of points, plane after plane.
class Chains {
 public:
  explicit Chains(const Grid& grid)
      : grid_(grid), best_(plane(), 0.0F), next_(plane(), 0.0F), from_(grid.voxelCount(), kStart) {}

  /// `value(i, j)` is what a chain gains there.
  template <typename Value>
  void add(int k, const Value& value) {
    const int width = grid_.size()[0];
    parallelFor(grid_.size()[1], [&](int j) {
      for (int i = 0; i < width; ++i) {
        const std::size_t at = grid_.offset({i, j, 0});
        float before = 0.0F;
        std::int8_t from = kStart;
        for (int n = 0; k > 0 && n < 9; ++n) {
          const int di = n % 3 - 1;
          const int dj = n / 3 - 1;
          if (!grid_.contains(VoxelIndex{i + di, j + dj, 0}))
            continue;
          const float found = best_[grid_.offset({i + di, j + dj, 0})] -
                              kSideways * static_cast<float>(di * di + dj * dj);
          if (found > before) {
            before = found;
            from = static_cast<std::int8_t>(n);
          }
        }
        next_[at] = before + value(i, j);
        from_[at + plane() * static_cast<std::size_t>(k)] = from;
      }
    });
    best_.swap(next_);
    const auto top = std::max_element(best_.begin(), best_.end());
    if (*top > top_) {
      top_ = *top;
      end_ = grid_.voxelAt(static_cast<std::size_t>(top - best_.begin()));
      end_.k = k;
    }
  }

  std::vector<Vec3> best() const {
    std::vector<Vec3> points;
    VoxelIndex at = end_;
    while (top_ > 0.0F) {
      points.push_back(grid_.voxelToPatient(at));
      const std::int8_t from = from_[grid_.offset(at)];
      if (from == kStart)
        break;
      at = {at.i + from % 3 - 1, at.j + from / 3 - 1, at.k - 1};
    }
    std::reverse(points.begin(), points.end());
    return points;
  }

 private:
  static constexpr std::int8_t kStart = -1;

  std::size_t plane() const {
    return static_cast<std::size_t>(grid_.size()[0]) * static_cast<std::size_t>(grid_.size()[1]);
  }

  const Grid& grid_;
  std::vector<float> best_, next_;
  std::vector<std::int8_t> from_;
  float top_ = 0.0F;
  VoxelIndex end_;
};

/// Steps to bone along an axis of the plane; nullopt where it is further than the canal is wide.
std::optional<int> stepsToBone(const Plane2& plane, int i, int j, int di, int dj, double stepMm) {
  constexpr double kFurthestMm = 20.0;
  for (int s = 1; s * stepMm <= kFurthestMm; ++s) {
    if (plane.at(i + s * di, j + s * dj) > kWallHu)
      return s;
  }
  return std::nullopt;
}

/// The point moved into the middle between the canal's walls, where bone shows both.
Vec3 centred(const Plane2& plane, const VoxelIndex& at, const Vec3& point, double stepMm) {
  Vec3 moved = point;
  const auto steps = [&](int di, int dj) { return stepsToBone(plane, at.i, at.j, di, dj, stepMm); };
  if (const auto right = steps(-1, 0), left = steps(1, 0); right && left)
    moved.x() += 0.5 * stepMm * (*left - *right);
  if (const auto front = steps(0, -1), back = steps(0, 1); front && back)
    moved.y() += 0.5 * stepMm * (*back - *front);
  return moved;
}

}  // namespace

std::vector<Vec3> canalCourse(const Volume& ct, const Progress& progress) {
  const Grid& grid = ct.grid();
  const double step = grid.spacingMm().x();
  const std::vector<Ray> rays = raysOf(step);
  const double middle = middleOfBone(ct);
  const std::size_t plane =
      static_cast<std::size_t>(grid.size()[0]) * static_cast<std::size_t>(grid.size()[1]);
  const auto planeAt = [&](int k) {
    return Plane2{ct.data() + plane * static_cast<std::size_t>(k), grid.size()[0], grid.size()[1]};
  };
  Chains chains(grid);
  for (int k = 0; k < grid.size()[2]; ++k) {
    const Plane2 pixels = planeAt(k);
    chains.add(k, [&](int i, int j) {
      const auto off = static_cast<float>(std::max(0.0, step * std::abs(i - middle) - kFreeMm));
      return looksLikeCanal(pixels, i, j, rays, step) - kBias - kOffMiddlePerMm * off;
    });
    progress.at(static_cast<double>(k + 1) / grid.size()[2]);
  }
  std::vector<Vec3> course = chains.best();
  for (Vec3& point : course) {
    const VoxelIndex at = grid.nearestVoxel(point);
    point = centred(planeAt(at.k), at, point, step);
  }
  return course;
}

}  // namespace trocar::segmentation
