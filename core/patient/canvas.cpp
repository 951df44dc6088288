#include "core/patient/canvas.h"

#include "core/parallel.h"
#include "core/patient/noise.h"

#include <algorithm>
#include <cmath>

namespace trocar::synthetic {
namespace {

constexpr int kLargeCube = 32;
constexpr int kSmallCube = 4;
/// Standard deviation of the scanner's point spread, of a medium-sharp kernel (FWHM 1.1 mm).
constexpr double kPointSpreadMm = 0.47;
/// How much faster than the true distance a shape's distance may change.
constexpr double kSteepest = 1.35;
constexpr double kDeepestShellMm = 4.5;
/// Within this distance of the surface a shape's distance is put right by its gradient.
constexpr double kNearMm = 6.0;

/// Share of a blurred half space at a signed distance from its edge.
double covered(double distanceMm, double blurMm) {
  if (std::abs(distanceMm) > 3 * blurMm)
    return distanceMm < 0 ? 1.0 : 0.0;
  return 0.5 * std::erfc(distanceMm / (blurMm * 1.4142135623730951));
}

template <typename Visit>
void eachVoxel(const std::array<int, 3>& low, const std::array<int, 3>& high, const Visit& visit) {
  for (int k = low[2]; k < high[2]; ++k)
    for (int j = low[1]; j < high[1]; ++j)
      for (int i = low[0]; i < high[0]; ++i)
        visit(VoxelIndex{i, j, k});
}

/// Distances of a small cube of voxels, with their steepness.
class Samples {
 public:
  Samples(const std::array<int, 3>& low, const std::array<int, 3>& high, const Vec3& spacingMm)
      : low_(low), high_(high), spacingMm_(spacingMm) {}

  double& at(const VoxelIndex& v) { return values_[indexOf(v.i, v.j, v.k)]; }

  double steepnessAt(const VoxelIndex& v) const {
    const double x = slope(0,
                           indexOf(std::max(v.i - 1, low_[0]), v.j, v.k),
                           indexOf(std::min(v.i + 1, high_[0] - 1), v.j, v.k));
    const double y = slope(1,
                           indexOf(v.i, std::max(v.j - 1, low_[1]), v.k),
                           indexOf(v.i, std::min(v.j + 1, high_[1] - 1), v.k));
    const double z = slope(2,
                           indexOf(v.i, v.j, std::max(v.k - 1, low_[2])),
                           indexOf(v.i, v.j, std::min(v.k + 1, high_[2] - 1)));
    return std::clamp(std::sqrt(x * x + y * y + z * z), 0.6, 1.8);
  }

 private:
  static constexpr std::array<std::size_t, 3> kStride{1, kSmallCube, kSmallCube* kSmallCube};

  std::size_t indexOf(int i, int j, int k) const {
    return static_cast<std::size_t>(i - low_[0]) +
           kStride[1] * static_cast<std::size_t>(j - low_[1]) +
           kStride[2] * static_cast<std::size_t>(k - low_[2]);
  }

  double slope(int axis, std::size_t behind, std::size_t ahead) const {
    if (ahead == behind)
      return 0.577;
    const auto steps =
        static_cast<double>((ahead - behind) / kStride[static_cast<std::size_t>(axis)]);
    return (values_[ahead] - values_[behind]) / (steps * spacingMm_[axis]);
  }

  std::array<int, 3> low_;
  std::array<int, 3> high_;
  Vec3 spacingMm_;
  std::array<double, kSmallCube * kSmallCube * kSmallCube> values_{};
};

}  // namespace

Canvas::Canvas(const Grid& grid)
    : grid_(grid),
      blurMm_(std::hypot(kPointSpreadMm, grid.spacingMm().maxCoeff() / std::sqrt(12.0))),
      hu_(grid.voxelCount(), -1000.0F),
      labels_(grid.voxelCount(), 0) {}

std::vector<Canvas::Cube> Canvas::cubesOver(const Box& box) const {
  const Vec3 low = grid_.patientToVoxel(box.lowMm);
  const Vec3 high = grid_.patientToVoxel(box.highMm);
  Cube all;
  for (std::size_t a = 0; a < 3; ++a) {
    const auto axis = static_cast<Eigen::Index>(a);
    all.low[a] = std::clamp(static_cast<int>(std::floor(low[axis])), 0, grid_.size()[a]);
    all.high[a] = std::clamp(static_cast<int>(std::ceil(high[axis])) + 1, 0, grid_.size()[a]);
  }
  std::vector<Cube> cubes;
  for (int k = all.low[2]; k < all.high[2]; k += kLargeCube)
    for (int j = all.low[1]; j < all.high[1]; j += kLargeCube)
      for (int i = all.low[0]; i < all.high[0]; i += kLargeCube)
        cubes.push_back({{i, j, k},
                         {std::min(i + kLargeCube, all.high[0]),
                          std::min(j + kLargeCube, all.high[1]),
                          std::min(k + kLargeCube, all.high[2])}});
  return cubes;
}

void Canvas::paint(const Part& part) {
  const std::vector<Cube> cubes = cubesOver(grown(part.shape.box, 3 * blurMm_));
  parallelFor(cubes.size(), [&](std::size_t c) { paintCube(part, cubes[c]); });
}

/// Halves the cube until it lies clear of the surface or is small.
void Canvas::paintCube(const Part& part, const Cube& cube) {
  const Vec3 low = grid_.voxelToPatient(VoxelIndex{cube.low[0], cube.low[1], cube.low[2]});
  const Vec3 high =
      grid_.voxelToPatient(VoxelIndex{cube.high[0] - 1, cube.high[1] - 1, cube.high[2] - 1});
  const double reach = kSteepest * 0.5 * (high - low).norm() + 3 * blurMm_;
  const double middle = part.shape.distance(0.5 * (low + high));
  if (middle > reach)
    return;
  if (middle < -reach - (part.material.shellMm ? kDeepestShellMm : 0.0))
    return fill(part, cube);
  std::size_t longest = 0;
  for (std::size_t a = 1; a < 3; ++a)
    if (cube.high[a] - cube.low[a] > cube.high[longest] - cube.low[longest])
      longest = a;
  if (cube.high[longest] - cube.low[longest] <= kSmallCube)
    return paintVoxels(part, cube);
  Cube lower = cube;
  Cube upper = cube;
  lower.high[longest] = upper.low[longest] = (cube.low[longest] + cube.high[longest] + 1) / 2;
  paintCube(part, lower);
  paintCube(part, upper);
}

void Canvas::paintVoxels(const Part& part, const Cube& cube) {
  Samples samples(cube.low, cube.high, grid_.spacingMm());
  eachVoxel(cube.low, cube.high, [&](const VoxelIndex& v) {
    samples.at(v) = part.shape.distance(grid_.voxelToPatient(v));
  });
  eachVoxel(cube.low, cube.high, [&](const VoxelIndex& v) {
    const double distance = samples.at(v);
    const bool near = std::abs(distance) < kNearMm;
    shade(part, v, near ? distance / samples.steepnessAt(v) : distance);
  });
}

void Canvas::fill(const Part& part, const Cube& cube) {
  eachVoxel(cube.low, cube.high, [&](const VoxelIndex& v) {
    const std::size_t at = grid_.offset(v);
    hu_[at] = static_cast<float>(part.material.huAt ? part.material.huAt(grid_.voxelToPatient(v))
                                                    : part.material.hu);
    labels_[at] = part.value;
  });
}

void Canvas::shade(const Part& part, const VoxelIndex& voxel, double distanceMm) {
  const double inside = covered(distanceMm, blurMm_);
  if (inside <= 0)
    return;
  const Material& material = part.material;
  const Vec3 point = grid_.voxelToPatient(voxel);
  const double core =
      material.shellMm ? covered(distanceMm + material.shellMm(point), blurMm_) : inside;
  const double hu = material.huAt ? material.huAt(point) : material.hu;
  const std::size_t at = grid_.offset(voxel);
  hu_[at] =
      static_cast<float>((1 - inside) * hu_[at] + (inside - core) * material.shellHu + core * hu);
  if (distanceMm <= 0)
    labels_[at] = part.value;
}

void Canvas::line(std::uint16_t within, const Part& lining) {
  const auto [nx, ny, nz] = grid_.size();
  std::vector<std::uint8_t> bare(labels_.size(), 0);
  const auto isOther = [&](const VoxelIndex& v) {
    const std::uint16_t value = labels_[grid_.offset(v)];
    return value != within && value != lining.value;
  };
  parallelFor(nz, [&, width = nx, depth = ny, height = nz](int k) {
    eachVoxel({0, 0, k}, {width, depth, k + 1}, [&](const VoxelIndex& v) {
      if (labels_[grid_.offset(v)] != within)
        return;
      eachVoxel({std::max(v.i - 1, 0), std::max(v.j - 1, 0), std::max(v.k - 1, 0)},
                {std::min(v.i + 2, width), std::min(v.j + 2, depth), std::min(v.k + 2, height)},
                [&](const VoxelIndex& beside) {
                  if (isOther(beside))
                    bare[grid_.offset(v)] = 1;
                });
    });
  });
  for (std::size_t at = 0; at < bare.size(); ++at) {
    if (bare[at] == 0)
      continue;
    labels_[at] = lining.value;
    hu_[at] = static_cast<float>(lining.material.hu);
  }
}

void Canvas::texture(std::span<const Part> parts) {
  std::vector<const Material*> materials(parts.size() + 1, nullptr);
  for (const Part& part : parts)
    materials[part.value] = &part.material;
  const auto [nx, ny, nz] = grid_.size();
  parallelFor(nz, [&, width = nx, depth = ny](int k) {
    eachVoxel({0, 0, k}, {width, depth, k + 1}, [&](const VoxelIndex& v) {
      const std::size_t at = grid_.offset(v);
      const Material* material = materials[labels_[at]];
      if (material != nullptr && material->textureHu > 0)
        hu_[at] += static_cast<float>(material->textureHu *
                                      grainAt(17, grid_.voxelToPatient(v), material->grainMm));
    });
  });
}

Volume Canvas::ct(double noiseHu, std::uint64_t seed) const {
  const int nz = grid_.size()[2];
  const auto row = static_cast<std::size_t>(grid_.size()[0]);
  const std::size_t plane = row * static_cast<std::size_t>(grid_.size()[1]);
  std::vector<std::int16_t> voxels(hu_.size());
  // A 3 x 3 binomial window gives the noise its grain; it leaves 0.375 of the standard deviation,
  // and the sum of three uniform numbers has one of 0.5.
  constexpr std::array<double, 3> kWindow{0.25, 0.5, 0.25};
  const double gain = noiseHu / (0.375 * 0.5);
  parallelFor(nz, [&](int k) {
    std::vector<double> white(plane + 2 * row + 2);
    for (std::size_t i = 0; i < white.size(); ++i) {
      const auto column = static_cast<std::int64_t>(i);
      white[i] = uniformAt(seed, column, k, 1) + uniformAt(seed, column, k, 2) +
                 uniformAt(seed, column, k, 3) - 1.5;
    }
    for (std::size_t i = 0; i < plane; ++i) {
      double noise = 0;
      for (std::size_t dy = 0; dy < 3; ++dy)
        for (std::size_t dx = 0; dx < 3; ++dx)
          noise += kWindow[dy] * kWindow[dx] * white[i + dy * row + dx];
      const std::size_t at = static_cast<std::size_t>(k) * plane + i;
      const double value = std::clamp(hu_[at] + gain * noise, -1024.0, 3071.0);
      voxels[at] = static_cast<std::int16_t>(std::lround(value));
    }
  });
  return {grid_, std::move(voxels)};
}

}  // namespace trocar::synthetic
