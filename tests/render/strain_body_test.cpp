#include "render/body/strain_body.h"

#include "render/canvas/picture.h"
#include "render/slice/strain_layer.h"
#include "tests/render/scenes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace trocar::render {
namespace {

/// A cube of 20 mm about the origin, compressed twice the body's share on the patient's left and a
/// tenth of it on the right.
std::shared_ptr<const Image<float>> halves() {
  const Grid grid({15, 15, 15}, Vec3::Constant(-14.0), Vec3::Constant(2.0));
  std::vector<float> ratio(grid.voxelCount(), 0.0F);
  for (std::size_t c = 0; c < ratio.size(); ++c) {
    const Vec3 p = grid.voxelToPatient(grid.voxelAt(c));
    if (p.cwiseAbs().maxCoeff() < 10.5)
      ratio[c] = p.x() > 0.5 ? 2.0F : 0.1F;
  }
  return std::make_shared<const Image<float>>(grid, std::move(ratio));
}

TEST(StrainBody, IsOpenedOnTheSideOfTheViewerAtTheCrosshair) {
  const auto ratio = halves();
  const StrainCut left = cutTowards(*ratio, Vec3(3, 0, 0), Vec3(0.9, 0.3, 0.1));
  EXPECT_EQ(left.axis, 0);
  EXPECT_EQ(left.side, 1.0);
  EXPECT_NEAR(left.atMm.x(), 3.0, 1e-9);
  const StrainCut front = cutTowards(*ratio, Vec3(3, 0, 0), Vec3(0.3, -0.9, 0.1));
  EXPECT_EQ(front.axis, 1);
  EXPECT_EQ(front.side, -1.0);
  const StrainCut outside = cutTowards(*ratio, Vec3(40, 0, 0), Vec3::UnitX());
  EXPECT_LT(outside.atMm.x(), 8.0) << "something is always taken away, and something stays";
  EXPECT_GT(outside.atMm.x(), 0.0);
}

TEST(StrainBody, CarriesTheCompressionOfTheBoneBeneathEachPoint) {
  const auto ratio = halves();
  const StrainBody body = strainBody(*ratio, cutTowards(*ratio, Vec3::Zero(), -Vec3::UnitY()));
  ASSERT_FALSE(body.mesh.empty());
  ASSERT_EQ(body.ratio.size(), body.mesh.pointsMm.size());
  double mostAnterior = 0.0;
  for (std::size_t n = 0; n < body.ratio.size(); ++n) {
    const auto& p = body.mesh.pointsMm[n];
    mostAnterior = std::min(mostAnterior, static_cast<double>(p[1]));
    if (std::abs(p[0]) > 3.0F) {
      EXPECT_NEAR(body.ratio[n], p[0] > 0.0F ? 2.0F : 0.1F, 1e-4F);
    }
  }
  EXPECT_NEAR(mostAnterior, 0.0, 0.1) << "the front half is taken away";
  EXPECT_NEAR(volumeMl(body.mesh), 22.0 * 22.0 * 11.0 / 1000.0, 0.4);
}

TEST(StrainBody, StandsInThePictureWithTheLeftOnItsSide) {
  SceneState state =
      startState(test::caseOfBalls({{{0, 0, 0}, 24.0, "vertebra_L3", Role::Vertebra}}));
  state.strainRatio = halves();
  Shot shot{ViewKind::ThreeD, 240, 200};
  Camera front;
  front.focusMm = Vec3::Zero();
  front.positionMm = Vec3(0, -200, 0);
  front.up = Vec3::UnitZ();
  shot.camera = front;
  state.labels = false;
  const Picture picture = takePicture(state, shot);
  const auto at = [&](int x) {
    const std::uint8_t* pixel = picture.rgb.data() + 3 * (static_cast<std::size_t>(100) * 240 +
                                                          static_cast<std::size_t>(x));
    return Color{pixel[0], pixel[1], pixel[2]};
  };
  const Color right = at(110);  // Of the patient, on the left of the picture seen from the front.
  const Color left = at(130);
  EXPECT_GT(left.red, left.blue + 30);
  EXPECT_GT(right.blue, right.red + 30);
}

}  // namespace
}  // namespace trocar::render
