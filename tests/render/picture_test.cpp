#include "render/canvas/picture.h"

#include "tests/render/scenes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace trocar::render {
namespace {

using test::caseOfBalls;

/// A folder that failing tests leave their pictures in.
std::filesystem::path pictureFolder() {
  const std::filesystem::path folder = std::filesystem::path(BINARY_DIR) / "pictures";
  std::filesystem::create_directories(folder);
  return folder;
}

/// Where a structure is in a picture: the mean place of the pixels that change when it is hidden,
/// whatever its colour; the number of them.
struct Place {
  double x = 0.0;
  double y = 0.0;
  int count = 0;
};

Place placeOf(const std::string& structure, SceneState state, const Shot& shot) {
  const Picture with = takePicture(state, shot);
  state.appearance[structure].visible = false;
  const Picture without = takePicture(state, shot);
  Place place;
  for (int n = 0; n < with.widthPx * with.heightPx; ++n) {
    const auto* pixel = with.rgb.data() + 3 * n;
    if (std::equal(pixel, pixel + 3, without.rgb.data() + 3 * n))
      continue;
    place.x += n % with.widthPx;
    place.y += n / with.widthPx;
    ++place.count;
  }
  place.x /= std::max(1, place.count);
  place.y /= std::max(1, place.count);
  return place;
}

SceneState ballAt(const Vec3& centreMm) {
  SceneState state = startState(caseOfBalls({{centreMm, 9.0, "lesion_1", Role::Lesion}}));
  state.crosshair = false;
  state.labels = false;
  return state;
}

struct SideCase {
  ViewKind kind;
  Vec3 ballMm;
  int side;    ///< +1 in the right half, -1 in the left, 0 in the middle.
  int height;  ///< +1 in the upper half, -1 in the lower.
};

class PictureSides : public testing::TestWithParam<SideCase> {};

TEST_P(PictureSides, ABallLiesWhereARadiologistLooksForIt) {
  constexpr int kWidth = 300, kHeight = 240;
  const SideCase& expected = GetParam();
  const Shot shot{expected.kind, kWidth, kHeight};
  const Place ball = placeOf("lesion_1", ballAt(expected.ballMm), shot);
  const std::string name = std::string(toString(expected.kind)) + ".png";
  writePng(takePicture(ballAt(expected.ballMm), shot), pictureFolder() / name);
  ASSERT_GT(ball.count, 20) << name;
  const auto half = [](double place, int size) {
    return place < 0.44 * size ? -1 : place > 0.56 * size ? 1 : 0;
  };
  EXPECT_EQ(half(ball.x, kWidth), expected.side) << name;
  EXPECT_EQ(-half(ball.y, kHeight), expected.height) << name;
}

// +x is the patient's left, +y posterior, +z superior.
INSTANTIATE_TEST_SUITE_P(Slices,
                         PictureSides,
                         testing::Values(SideCase{ViewKind::Axial, {30, 0, 0}, 1, 0},
                                         SideCase{ViewKind::Axial, {0, -25, 0}, 0, 1},
                                         SideCase{ViewKind::Sagittal, {0, 25, 0}, 1, 0},
                                         SideCase{ViewKind::Sagittal, {0, 0, 25}, 0, 1},
                                         SideCase{ViewKind::Coronal, {30, 0, 0}, 1, 0},
                                         SideCase{ViewKind::Coronal, {0, 0, 25}, 0, 1}));

/// Left of the patient is on the right of a picture from the front, and on the left of one from
/// behind.
TEST(Picture, ThreeDimensionsShowThePatientsLeftOnItsSide) {
  SceneState state = startState(caseOfBalls({{{22, 0, 0}, 9.0, "lesion_1", Role::Lesion},
                                             {{-22, 0, 0}, 9.0, "vertebra_L3", Role::Vertebra}}));
  state.labels = false;
  // How far the lesion on the left lies to the right of the vertebra on the right, in widths.
  const auto lesionToTheRight = [&](Viewpoint from) {
    constexpr int kWidth = 320;
    const Shot shot{ViewKind::ThreeD, kWidth, 240, from};
    const Place lesion = placeOf("lesion_1", state, shot);
    const Place vertebra = placeOf("vertebra_L3", state, shot);
    EXPECT_GT(lesion.count, 100);
    EXPECT_GT(vertebra.count, 100);
    return (lesion.x - vertebra.x) / kWidth;
  };
  EXPECT_GT(lesionToTheRight(Viewpoint::Anterior), 0.1);
  EXPECT_LT(lesionToTheRight(Viewpoint::Posterior), -0.1);
  EXPECT_LT(lesionToTheRight(Viewpoint::Superior), -0.1);
}

TEST(Picture, TheSameStateGivesTheSameBytes) {
  SceneState state = ballAt({10, 5, -5});
  state.labels = true;
  EXPECT_EQ(takePicture(state, {ViewKind::ThreeD, 200, 160}),
            takePicture(state, {ViewKind::ThreeD, 200, 160}));
  EXPECT_EQ(takePicture(state, {ViewKind::Sagittal, 200, 160}),
            takePicture(state, {ViewKind::Sagittal, 200, 160}));
}

}  // namespace
}  // namespace trocar::render
