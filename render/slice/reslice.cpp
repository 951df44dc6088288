#include "render/slice/reslice.h"

#include "core/parallel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace trocar::render {
namespace {

/// A row of the picture in voxel coordinates: `start` at the first pixel's centre and `step` to the
/// next.
struct VoxelRow {
  Eigen::Vector3f start;
  Eigen::Vector3f step;
};

/// The pixels [first, last) whose eight voxels all exist.
struct PixelRange {
  int first;
  int last;
};

PixelRange insideRange(const VoxelRow& row, const std::array<int, 3>& size, int widthPx) {
  float low = 0.0F;
  float high = static_cast<float>(widthPx - 1);
  for (int axis = 0; axis < 3; ++axis) {
    const float limit = static_cast<float>(size[static_cast<std::size_t>(axis)] - 1);
    const float start = row.start[axis];
    const float step = row.step[axis];
    if (std::abs(step) < 1e-7F) {
      if (start < 0.0F || start > limit)
        return {0, 0};
      continue;
    }
    const float a = -start / step;
    const float b = (limit - start) / step;
    low = std::max(low, std::min(a, b));
    high = std::min(high, std::max(a, b));
  }
  if (low > high)
    return {0, 0};
  return {static_cast<int>(std::ceil(low)), static_cast<int>(std::floor(high)) + 1};
}

/// Grey levels of a run of pixels inside the volume. Indices are clamped, because the last pixel
/// may lie a rounding error beyond the last voxel.
__attribute__((target_clones("avx512f", "avx2", "default"))) void greyRun(
    const std::int16_t* voxels,
    const std::array<int, 3>& size,
    const VoxelRow& row,
    PixelRange range,
    std::array<float, 2> scaleAndShift,
    std::uint8_t* grey) {
  const int lineStride = size[0];
  const long sliceStride = static_cast<long>(size[0]) * size[1];
  const int lastI = std::max(0, size[0] - 2), lastJ = std::max(0, size[1] - 2),
            lastK = std::max(0, size[2] - 2);
  const int nextI = size[0] > 1 ? 1 : 0;
  const int nextJ = size[1] > 1 ? lineStride : 0;
  const long nextK = size[2] > 1 ? sliceStride : 0;
  const float x0 = row.start[0], y0 = row.start[1], z0 = row.start[2];
  const float dx = row.step[0], dy = row.step[1], dz = row.step[2];
  for (int pixel = range.first; pixel < range.last; ++pixel) {
    const float x = x0 + static_cast<float>(pixel) * dx;
    const float y = y0 + static_cast<float>(pixel) * dy;
    const float z = z0 + static_cast<float>(pixel) * dz;
    const int i = std::clamp(static_cast<int>(x), 0, lastI);
    const int j = std::clamp(static_cast<int>(y), 0, lastJ);
    const int k = std::clamp(static_cast<int>(z), 0, lastK);
    const float fx = x - static_cast<float>(i);
    const float fy = y - static_cast<float>(j);
    const float fz = z - static_cast<float>(k);
    const std::int16_t* v = voxels + k * sliceStride + static_cast<long>(j) * lineStride + i;
    const auto along = [&](const std::int16_t* at) {
      const float a = at[0];
      return a + fx * (static_cast<float>(at[nextI]) - a);
    };
    const float near = along(v) + fy * (along(v + nextJ) - along(v));
    const float far = along(v + nextK) + fy * (along(v + nextK + nextJ) - along(v + nextK));
    const float hu = near + fz * (far - near);
    const float level = hu * scaleAndShift[0] + scaleAndShift[1];
    grey[pixel] = static_cast<std::uint8_t>(std::min(255.0F, std::max(0.0F, level)));
  }
}

VoxelRow voxelRow(const Grid& grid, const SlicePlane& plane, int y) {
  const Vec3 first = grid.patientToVoxel(plane.toPatient({0.5, y + 0.5}));
  const Vec3 second = grid.patientToVoxel(plane.toPatient({1.5, y + 0.5}));
  return {first.cast<float>(), (second - first).cast<float>()};
}

void paintRow(std::uint8_t* rgba,
              const std::uint8_t* grey,
              PixelRange range,
              const Color& beyond,
              int width) {
  for (int x = 0; x < width; ++x, rgba += 4) {
    const bool inside = x >= range.first && x < range.last;
    rgba[0] = inside ? grey[x] : beyond.red;
    rgba[1] = inside ? grey[x] : beyond.green;
    rgba[2] = inside ? grey[x] : beyond.blue;
    rgba[3] = 255;
  }
}

}  // namespace

void paintCt(Canvas& canvas,
             const Volume& ct,
             const SlicePlane& plane,
             const HuWindow& window,
             const Color& beyond) {
  const float scale = static_cast<float>(255.0 / std::max(window.widthHu, 1.0));
  const float black = static_cast<float>(window.levelHu - 0.5 * window.widthHu);
  const std::array<float, 2> scaleAndShift{scale, -black * scale + 0.5F};
  const int width = canvas.widthPx();
  parallelShares(canvas.heightPx(), [&](int begin, int end) {
    std::vector<std::uint8_t> grey(static_cast<std::size_t>(width));
    for (int y = begin; y < end; ++y) {
      const VoxelRow row = voxelRow(ct.grid(), plane, y);
      const PixelRange range = insideRange(row, ct.grid().size(), width);
      greyRun(ct.data(), ct.grid().size(), row, range, scaleAndShift, grey.data());
      paintRow(canvas.row(y), grey.data(), range, beyond, width);
    }
  });
}

}  // namespace trocar::render
