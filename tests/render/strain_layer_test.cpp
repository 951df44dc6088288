#include "render/slice/strain_layer.h"

#include <gtest/gtest.h>

#include <memory>

namespace trocar::render {
namespace {

/// A cube of 20 mm about the origin, compressed twice the body's share on the patient's left and a
/// tenth of it on the right.
SceneState strained() {
  const Grid grid({12, 12, 12}, Vec3::Constant(-11.0), Vec3::Constant(2.0));
  std::vector<float> ratio(grid.voxelCount(), 0.0F);
  for (std::size_t c = 0; c < ratio.size(); ++c) {
    const Vec3 p = grid.voxelToPatient(grid.voxelAt(c));
    if (p.cwiseAbs().maxCoeff() < 10.0)
      ratio[c] = p.x() > 0.0 ? 2.0F : 0.1F;
  }
  SceneState state;
  state.strainRatio = std::make_shared<const Image<float>>(grid, std::move(ratio));
  return state;
}

/// Axial, the patient's left on the right of the screen.
SlicePlane axial() {
  SlicePlane plane;
  plane.widthPx = plane.heightPx = 80;
  return plane;
}

Color colorAt(Canvas& canvas, const Pixel& at) {
  const std::uint8_t* pixel =
      canvas.row(static_cast<int>(at.y)) + 4 * static_cast<std::ptrdiff_t>(at.x);
  return {pixel[0], pixel[1], pixel[2]};
}

TEST(StrainLayer, IsRedWhereBoneIsCompressedMoreBlueWhereItIsSparedAndAbsentOutside) {
  Canvas canvas(80, 80);
  canvas.fill({90, 90, 90});
  paintStrain(canvas, strained(), axial());
  const Color left = colorAt(canvas, axial().toPixel(Vec3(5, 0, 0)));
  const Color right = colorAt(canvas, axial().toPixel(Vec3(-5, 0, 0)));
  EXPECT_GT(left.red, left.blue + 30);
  EXPECT_GT(right.blue, right.red + 30);
  EXPECT_GT(axial().toPixel(Vec3(5, 0, 0)).x, 40.0) << "the patient's left is on the right";
  EXPECT_EQ(colorAt(canvas, axial().toPixel(Vec3(14, 0, 0))), (Color{90, 90, 90}));
}

TEST(StrainLayer, HasBandsOfAQuarterThatHoldOnBeyondTheirEnds) {
  EXPECT_EQ(strainColor(0.26), strainColor(0.49));
  EXPECT_NE(strainColor(0.49), strainColor(0.51));
  EXPECT_EQ(strainColor(-3.0), strainColor(0.1));
  EXPECT_EQ(strainColor(9.0), strainColor(1.9));
}

TEST(StrainLayer, PaintsNothingWithoutOne) {
  Canvas canvas(40, 40);
  canvas.fill({1, 2, 3});
  const SceneState none;
  paintStrain(canvas, none, axial());
  paintStrainScale(canvas, none, ScaleCorner::Right, {});
  EXPECT_EQ(colorAt(canvas, {20.0, 20.0}), (Color{1, 2, 3}));
}

}  // namespace
}  // namespace trocar::render
