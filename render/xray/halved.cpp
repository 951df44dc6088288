#include "core/parallel.h"
#include "render/xray/xray.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace trocar::render {
namespace {

/// Mean of the eight voxels from `first` on.
std::int16_t meanOfEight(const Volume& ct, const VoxelIndex& first) {
  int sum = 0;
  for (int k = 0; k < 2; ++k) {
    for (int j = 0; j < 2; ++j)
      sum += ct.at({first.i, first.j + j, first.k + k}) +
             ct.at({first.i + 1, first.j + j, first.k + k});
  }
  return static_cast<std::int16_t>(sum / 8);
}

}  // namespace

Volume halved(const Volume& ct) {
  const Grid& grid = ct.grid();
  std::array<int, 3> size = grid.size();
  if (*std::min_element(size.begin(), size.end()) < 2)
    return ct;
  for (int& count : size)
    count /= 2;
  const Grid coarse(
      size, grid.voxelToPatient(Vec3::Constant(0.5)), 2.0 * grid.spacingMm(), grid.directions());
  std::vector<std::int16_t> voxels(coarse.voxelCount());
  parallelFor(size[2], [&](int k) {
    for (int j = 0; j < size[1]; ++j) {
      for (int i = 0; i < size[0]; ++i)
        voxels[coarse.offset({i, j, k})] = meanOfEight(ct, {2 * i, 2 * j, 2 * k});
    }
  });
  return {coarse, std::move(voxels)};
}

}  // namespace trocar::render
