#include "core/segmentation/spine/iso_volume.h"

#include "core/box.h"
#include "core/parallel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace trocar::segmentation {
namespace {

Grid gridAround(const Grid& ct, double stepMm) {
  const auto& [low, high] = boxAround(ct.cornersMm());
  std::array<int, 3> size{};
  Vec3 origin;
  for (int a = 0; a < 3; ++a) {
    const int count = std::max(1, static_cast<int>(std::floor((high[a] - low[a]) / stepMm)));
    size[static_cast<std::size_t>(a)] = count;
    origin[a] = 0.5 * (low[a] + high[a] - stepMm * (count - 1));
  }
  return {size, origin, Vec3::Constant(stepMm)};
}

}  // namespace

Volume isotropic(const Volume& ct, double stepMm, const Progress& progress) {
  constexpr int kMostSamples = 3;  // Along each axis of a voxel.
  const Grid grid = gridAround(ct.grid(), stepMm);
  const int samples = std::clamp(
      static_cast<int>(std::lround(stepMm / ct.grid().spacingMm().minCoeff())), 1, kMostSamples);
  const double part = stepMm / samples;
  const Vec3 first = Vec3::Constant(0.5 * (part - stepMm));
  std::vector<std::int16_t> voxels(grid.voxelCount());
  parallelFor(grid.size()[2], progress, [&](int k) {
    for (int j = 0; j < grid.size()[1]; ++j) {
      for (int i = 0; i < grid.size()[0]; ++i) {
        const Vec3 corner = grid.voxelToPatient(VoxelIndex{i, j, k}) + first;
        double sum = 0.0;
        for (int s = 0; s < samples * samples * samples; ++s)
          sum += huAt(
              ct,
              corner + part * Vec3(s % samples, s / samples % samples, s / (samples * samples)));
        voxels[grid.offset({i, j, k})] =
            static_cast<std::int16_t>(std::lround(sum / (samples * samples * samples)));
      }
    }
  });
  return {grid, std::move(voxels)};
}

}  // namespace trocar::segmentation
