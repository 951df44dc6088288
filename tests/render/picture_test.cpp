#include "render/picture.h"

#include "tests/render/scenes.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace trocar {
namespace {

using test::caseOfBalls;

/// A folder that failing tests leave their pictures in.
std::filesystem::path pictureFolder() {
  const std::filesystem::path folder = std::filesystem::path(BINARY_DIR) / "pictures";
  std::filesystem::create_directories(folder);
  return folder;
}

/// Mean place of the pixels that are lesion-red, in pixels, without the picture's frame; the number
/// of them.
struct RedPlace {
  double x = 0.0;
  double y = 0.0;
  int count = 0;
};

RedPlace redOf(const Picture& picture) {
  RedPlace place;
  constexpr int kFramePx = 4;
  for (int y = kFramePx; y < picture.heightPx - kFramePx; ++y) {
    for (int x = kFramePx; x < picture.widthPx - kFramePx; ++x) {
      const std::uint8_t* p = picture.rgb.data() + 3 * (y * picture.widthPx + x);
      if (p[0] < 120 || p[1] > 0.68 * p[0] || p[2] > 0.68 * p[0])
        continue;
      place.x += x;
      place.y += y;
      ++place.count;
    }
  }
  place.x /= std::max(1, place.count);
  place.y /= std::max(1, place.count);
  return place;
}

/// Mean column of the pixels that are as pale as bone, without the cube in the corner.
double boneX(const Picture& picture) {
  double sum = 0.0;
  int count = 0;
  for (int y = 90; y < picture.heightPx - 10; ++y) {
    for (int x = 4; x < picture.widthPx - 4; ++x) {
      const std::uint8_t* p = picture.rgb.data() + 3 * (y * picture.widthPx + x);
      if (p[0] < 110 || p[1] < 0.8 * p[0] || p[2] > 0.95 * p[0])
        continue;
      sum += x;
      ++count;
    }
  }
  EXPECT_GT(count, 100);
  return sum / std::max(1, count);
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
  const Picture picture = takePicture(ballAt(expected.ballMm), {expected.kind, kWidth, kHeight});
  const RedPlace red = redOf(picture);
  const std::string name = std::string(toString(expected.kind)) + ".png";
  writePng(picture, pictureFolder() / name);
  ASSERT_GT(red.count, 20) << name;
  const auto half = [](double place, int size) {
    return place < 0.44 * size ? -1 : place > 0.56 * size ? 1 : 0;
  };
  EXPECT_EQ(half(red.x, kWidth), expected.side) << name;
  EXPECT_EQ(-half(red.y, kHeight), expected.height) << name;
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
  const auto redX = [&](Viewpoint from) {
    const Picture picture = takePicture(state, {ViewKind::ThreeD, 320, 240, from});
    writePng(picture, pictureFolder() / ("3d_" + std::to_string(static_cast<int>(from)) + ".png"));
    const RedPlace red = redOf(picture);
    EXPECT_GT(red.count, 100);
    return red.x / picture.widthPx - boneX(picture) / picture.widthPx;
  };
  EXPECT_GT(redX(Viewpoint::Anterior), 0.1);
  EXPECT_LT(redX(Viewpoint::Posterior), -0.1);
  EXPECT_LT(redX(Viewpoint::Superior), -0.1);
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
}  // namespace trocar
