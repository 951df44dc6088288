#include "render/slice/strain_layer.h"

#include "render/canvas/palette.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace trocar::render {
namespace {

constexpr double kOpacity = 0.6;
constexpr double kBand = 0.25;
constexpr int kBands = 8;

struct PixelBox {
  int left = 0, top = 0, right = 0, bottom = 0;
};

/// Around the image's corners on the canvas.
PixelBox boxOf(const Grid& grid, const SlicePlane& plane) {
  PixelBox box{plane.widthPx, plane.heightPx, 0, 0};
  for (int corner = 0; corner < 8; ++corner) {
    const std::array<int, 3>& size = grid.size();
    const VoxelIndex voxel{
        corner % 2 * (size[0] - 1), corner / 2 % 2 * (size[1] - 1), corner / 4 * (size[2] - 1)};
    const Pixel at = plane.toPixel(grid.voxelToPatient(voxel));
    box.left = std::min(box.left, static_cast<int>(std::floor(at.x)));
    box.top = std::min(box.top, static_cast<int>(std::floor(at.y)));
    box.right = std::max(box.right, static_cast<int>(std::ceil(at.x)) + 1);
    box.bottom = std::max(box.bottom, static_cast<int>(std::ceil(at.y)) + 1);
  }
  return {std::max(0, box.left),
          std::max(0, box.top),
          std::min(plane.widthPx, box.right),
          std::min(plane.heightPx, box.bottom)};
}

std::uint8_t blend(std::uint8_t below, std::uint8_t above) {
  return static_cast<std::uint8_t>(std::lround((1.0 - kOpacity) * below + kOpacity * above));
}

void paintRow(Canvas& canvas,
              const Image<float>& image,
              const SlicePlane& plane,
              const PixelBox& box,
              int y) {
  std::uint8_t* row = canvas.row(y);
  for (int x = box.left; x < box.right; ++x) {
    const StrainAt at = strainAt(image, plane.toPatient({x + 0.5, y + 0.5}));
    if (at.share < 0.5)
      continue;
    const Color color = strainColor(at.ratio);
    std::uint8_t* pixel = row + 4 * static_cast<std::size_t>(x);
    pixel[0] = blend(pixel[0], color.red);
    pixel[1] = blend(pixel[1], color.green);
    pixel[2] = blend(pixel[2], color.blue);
  }
}

}  // namespace

StrainAt strainAt(const Image<float>& image, const Vec3& pointMm) {
  const Vec3 at = image.grid().patientToVoxel(pointMm);
  const Vec3 low(std::floor(at.x()), std::floor(at.y()), std::floor(at.z()));
  double sum = 0.0;
  double weights = 0.0;
  for (int corner = 0; corner < 8; ++corner) {
    const Vec3 step(corner % 2, corner / 2 % 2, corner / 4);
    const VoxelIndex voxel{static_cast<int>(low.x() + step.x()),
                           static_cast<int>(low.y() + step.y()),
                           static_cast<int>(low.z() + step.z())};
    const double value = image.grid().contains(voxel) ? image.at(voxel) : 0.0F;
    const double weight = (Vec3::Ones() - (at - low - step).cwiseAbs()).prod();
    if (value == 0.0)
      continue;
    sum += weight * value;
    weights += weight;
  }
  return {weights > 0.0 ? sum / weights : 0.0, weights};
}

Color strainColor(double ratio) {
  constexpr std::array<Color, kBands> kColors = {{{33, 84, 160},
                                                  {67, 133, 190},
                                                  {133, 187, 216},
                                                  {205, 224, 236},
                                                  {248, 221, 203},
                                                  {240, 161, 126},
                                                  {214, 90, 74},
                                                  {170, 22, 42}}};
  const int band = static_cast<int>(std::floor(ratio / kBand));
  return kColors[static_cast<std::size_t>(std::clamp(band, 0, kBands - 1))];
}

void paintStrain(Canvas& canvas, const SceneState& state, const SlicePlane& plane) {
  if (!state.strainRatio)
    return;
  const PixelBox box = boxOf(state.strainRatio->grid(), plane);
  for (int y = box.top; y < box.bottom; ++y)
    paintRow(canvas, *state.strainRatio, plane, box, y);
}

void paintStrainScale(Canvas& canvas,
                      const SceneState& state,
                      ScaleCorner corner,
                      const Dress& dress) {
  if (!state.strainRatio || !state.labels)
    return;
  const double s = dress.scale;
  const TextStyle title{palette::kText, 11.0 * s, false, false};
  const TextStyle quiet{palette::kQuietText, 10.0 * s, false, false};
  const std::string of =
      state.strainTreated ? "Compression, with cement" : "Compression, without cement";
  const double band = std::max(18.0 * s, textBox(of, title).width / kBands);
  const double width = kBands * band + 20.0 * s;
  const double margin = 8.0 * s;
  const Rectangle panel{corner == ScaleCorner::Left ? margin : canvas.widthPx() - width - margin,
                        36.0 * s,
                        width,
                        53.0 * s};
  canvas.box(panel, 5.0 * s, {palette::kPanel, 0.82});
  const double left = panel.left + 10.0 * s;
  canvas.text(of, {left, panel.top + 12.0 * s}, Anchor::Left, title);
  for (int n = 0; n < kBands; ++n)
    canvas.box({left + n * band, panel.top + 22.0 * s, band, 10.0 * s},
               0.0,
               {strainColor(kBand * (n + 0.5))});
  const auto mark = [&](double ratio, const std::string& text, Anchor anchor) {
    canvas.text(text, {left + ratio / kBand * band, panel.top + 35.0 * s}, anchor, quiet);
  };
  mark(0.0, "0", Anchor::TopLeft);
  mark(1.0, "1 = body's own", Anchor::Top);
  mark(2.0, "2+", Anchor::TopRight);
}

}  // namespace trocar::render
