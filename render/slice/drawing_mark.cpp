#include "render/slice/drawing_mark.h"

#include "render/canvas/palette.h"
#include "render/role_style.h"
#include "render/slice/marks.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace trocar::render {
namespace {

constexpr int kInsideAlpha = 90;  // Of 255: the CT stays readable below.
constexpr int kRimAlpha = 230;

/// Which pixels of a picture lie in the set, in the rectangle that it covers.
struct Covered {
  int left = 0, top = 0, width = 0, height = 0;
  std::vector<std::uint8_t> inside;

  bool at(int x, int y) const {
    return x >= left && y >= top && x < left + width && y < top + height &&
           inside[static_cast<std::size_t>(y - top) * static_cast<std::size_t>(width) +
                  static_cast<std::size_t>(x - left)] != 0;
  }
};

Covered coveredBy(const VoxelRuns& voxels, const Grid& grid, const SlicePlane& plane) {
  Covered covered;
  const VoxelPatch patch = patchOf(voxels, grid);
  if (patch.voxels.empty())
    return covered;
  double left = plane.widthPx, right = 0.0, top = plane.heightPx, bottom = 0.0;
  for (int corner = 0; corner < 8; ++corner) {
    const Vec3 index((corner & 1) != 0 ? patch.low[0] + patch.size[0] - 0.5 : patch.low[0] - 0.5,
                     (corner & 2) != 0 ? patch.low[1] + patch.size[1] - 0.5 : patch.low[1] - 0.5,
                     (corner & 4) != 0 ? patch.low[2] + patch.size[2] - 0.5 : patch.low[2] - 0.5);
    const Pixel pixel = plane.toPixel(grid.voxelToPatient(index));
    left = std::min(left, pixel.x);
    right = std::max(right, pixel.x);
    top = std::min(top, pixel.y);
    bottom = std::max(bottom, pixel.y);
  }
  covered.left = std::max(0, static_cast<int>(std::floor(left)));
  covered.top = std::max(0, static_cast<int>(std::floor(top)));
  covered.width = std::min(plane.widthPx, static_cast<int>(std::ceil(right))) - covered.left;
  covered.height = std::min(plane.heightPx, static_cast<int>(std::ceil(bottom))) - covered.top;
  if (covered.width <= 0 || covered.height <= 0)
    return {};
  covered.inside.reserve(static_cast<std::size_t>(covered.width) *
                         static_cast<std::size_t>(covered.height));
  for (int y = covered.top; y < covered.top + covered.height; ++y)
    for (int x = covered.left; x < covered.left + covered.width; ++x) {
      const VoxelIndex voxel = grid.nearestVoxel(plane.toPatient({x + 0.5, y + 0.5}));
      const int i = voxel.i - patch.low[0], j = voxel.j - patch.low[1], k = voxel.k - patch.low[2];
      const bool inPatch =
          i >= 0 && j >= 0 && k >= 0 && i < patch.size[0] && j < patch.size[1] && k < patch.size[2];
      covered.inside.push_back(inPatch ? patch.voxels[patch.offset(i, j, k)] : 0);
    }
  return covered;
}

void tint(std::uint8_t* pixel, const Color& color, int alpha) {
  const auto mixed = [&](std::uint8_t under, std::uint8_t over) {
    return static_cast<std::uint8_t>((under * (255 - alpha) + over * alpha) / 255);
  };
  pixel[0] = mixed(pixel[0], color.red);
  pixel[1] = mixed(pixel[1], color.green);
  pixel[2] = mixed(pixel[2], color.blue);
}

void paintVoxels(Canvas& canvas, const Covered& covered, const Color& color, double scale) {
  const int rim = std::max(1, static_cast<int>(std::lround(scale)));
  for (int y = covered.top; y < covered.top + covered.height; ++y) {
    std::uint8_t* row = canvas.row(y);
    for (int x = covered.left; x < covered.left + covered.width; ++x) {
      if (!covered.at(x, y))
        continue;
      const bool edge = !covered.at(x - rim, y) || !covered.at(x + rim, y) ||
                        !covered.at(x, y - rim) || !covered.at(x, y + rim);
      tint(row + 4 * static_cast<std::ptrdiff_t>(x), color, edge ? kRimAlpha : kInsideAlpha);
    }
  }
}

void paintRing(Canvas& canvas,
               const SlicePlane& plane,
               const Vec3& centreMm,
               double radiusMm,
               const Dress& dress) {
  const double apartMm = plane.distanceMm(centreMm);
  const double squareMm = radiusMm * radiusMm - apartMm * apartMm;
  if (squareMm <= 0.0)
    return;
  const std::vector<Path> ring =
      circlePath(plane.toPixel(centreMm), std::sqrt(squareMm) / plane.mmPerPixel);
  canvas.strokePaths(ring, {{0, 0, 0}, 3.0 * dress.scale, 0.4});
  canvas.strokePaths(ring, {palette::kText, 1.4 * dress.scale, 1.0});
}

}  // namespace

void paintDrawing(Canvas& canvas,
                  const SceneState& state,
                  const SlicePlane& plane,
                  const Dress& dress) {
  if (!state.drawing || !state.patient)
    return;
  const DrawingMark& mark = *state.drawing;
  paintVoxels(canvas,
              coveredBy(mark.voxels, state.patient->ct.grid(), plane),
              styleOf(mark.role).color,
              dress.scale);
  if (mark.atMm)
    paintRing(canvas, plane, *mark.atMm, mark.radiusMm, dress);
  constexpr double kNearMm = 10.0;
  for (const Vec3& place : mark.placesMm) {
    const double strength = std::max(0.0, 1.0 - std::abs(plane.distanceMm(place)) / kNearMm);
    canvas.disc(plane.toPixel(place), 5.0 * dress.scale, {{0, 0, 0}, 0.5 * strength});
    canvas.disc(plane.toPixel(place), 3.5 * dress.scale, {palette::kText, strength});
  }
}

}  // namespace trocar::render
