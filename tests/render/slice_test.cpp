#include "core/patients.h"
#include "core/process.h"
#include "render/canvas/glyphs.h"
#include "render/canvas/palette.h"
#include "render/mesh/mesh_cut.h"
#include "render/slice/made_up_band.h"
#include "render/slice/reslice.h"
#include "render/slice/slice_frame.h"
#include "render/slice/slice_picture.h"
#include "tests/render/scenes.h"

#include <Eigen/Geometry>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace trocar::render {
namespace {

using test::caseOfBalls;
using test::needleAt;

SceneState withNeedle(const Vec3& entryMm, const Vec3& targetMm) {
  SceneState state;
  state.patient = caseOfBalls({});
  state.plan.needles = {needleAt("N1", entryMm, targetMm)};
  state.selectedNeedle = "N1";
  return state;
}

std::string lettersOf(const SliceFrame& frame) {
  return directionLetter(-frame.right) + directionLetter(frame.right) +
         directionLetter(-frame.down) + directionLetter(frame.down);
}

TEST(SliceFrame, AxialSagittalAndCoronalFollowTheRadiologicalConvention) {
  EXPECT_EQ(lettersOf(*sliceFrame(ViewKind::Axial, {})), "RLAP");
  EXPECT_EQ(lettersOf(*sliceFrame(ViewKind::Sagittal, {})), "APSI");
  EXPECT_EQ(lettersOf(*sliceFrame(ViewKind::Coronal, {})), "RLSI");
}

TEST(SliceFrame, DownTheBarrelOfAPosteriorNeedleThePatientsLeftIsOnTheLeft) {
  const SceneState state = withNeedle({0, 60, 0}, {0, 0, 0});
  EXPECT_EQ(lettersOf(*sliceFrame(ViewKind::Barrel, state)), "LRSI");
  EXPECT_EQ(lettersOf(*sliceFrame(ViewKind::Across, state)), "LRSI");
}

TEST(SliceFrame, AlongANeedleTheHubIsOnTheRightAndCranialIsUp) {
  const SceneState state = withNeedle({0, 60, 0}, {0, 0, 0});
  EXPECT_EQ(lettersOf(*sliceFrame(ViewKind::Along, state)), "APSI");
}

TEST(SliceFrame, TheAlongPlaneHoldsTheWholeShaftAtEveryRotation) {
  SceneState state = withNeedle({40, 60, 12}, {3, 1, 5});
  for (const double rotationDeg : {0.0, 37.0, 90.0, 200.0}) {
    state.rotationDeg = rotationDeg;
    const SliceFrame frame = *sliceFrame(ViewKind::Along, state);
    EXPECT_NEAR((Vec3(40, 60, 12) - frame.originMm).dot(frame.towardsViewer()), 0.0, 1e-9);
  }
}

TEST(SliceFrame, ObliqueDirectionsArePrimed) {
  EXPECT_EQ(directionLetter({1, 0, 0}), "L");
  EXPECT_EQ(directionLetter({std::cos(0.2), std::sin(0.2), 0}), "L′");
  EXPECT_EQ(directionLetter({0.3, -0.9, 0.1}), "A′");
}

TEST(SlicePlane, PixelsAndPatientPointsAreInverse) {
  const SceneState state = withNeedle({40, 60, 12}, {3, 1, 5});
  const SlicePlane plane =
      slicePlane(*sliceFrame(ViewKind::Along, state), {{3, 1, 5}, 0.3}, 400, 300);
  const Pixel pixel{123.25, 77.5};
  const Pixel back = plane.toPixel(plane.toPatient(pixel));
  EXPECT_NEAR(back.x, pixel.x, 1e-9);
  EXPECT_NEAR(back.y, pixel.y, 1e-9);
  EXPECT_NEAR(plane.distanceMm(plane.toPatient(pixel)), 0.0, 1e-9);
}

/// A CT that rises linearly, so that trilinear values are exact everywhere.
Volume ramp(const Eigen::Matrix3d& directions) {
  const Grid grid({60, 50, 40}, Vec3(-30, -25, -20), Vec3(1.0, 1.1, 1.3), directions);
  std::vector<std::int16_t> hu(grid.voxelCount());
  for (std::size_t i = 0; i < hu.size(); ++i) {
    const VoxelIndex voxel = grid.voxelAt(i);
    hu[i] = static_cast<std::int16_t>(10 * voxel.i - 4 * voxel.j + 6 * voxel.k);
  }
  return {grid, std::move(hu)};
}

TEST(Reslice, APixelShowsTheValueOfItsPlaceOnAnObliqueGrid) {
  const Eigen::Matrix3d oblique =
      (Eigen::AngleAxisd(0.15, Vec3::UnitX()) * Eigen::AngleAxisd(-0.3, Vec3::UnitZ()))
          .toRotationMatrix();
  const Volume ct = ramp(oblique);
  const SlicePlane plane{
      ct.grid().centreMm() + Vec3(1.3, -2.1, 0.7), Vec3::UnitY(), -Vec3::UnitZ(), 0.21, 90, 70};
  const HuWindow window{700.0, 200.0};
  Canvas canvas(90, 70);
  paintCt(canvas, ct, plane, window, {1, 2, 3});
  for (int y = 0; y < 70; y += 3) {
    for (int x = 0; x < 90; x += 3) {
      const double hu = huAt(ct, plane.toPatient({x + 0.5, y + 0.5}));
      const double grey = 255.0 * (hu - (window.levelHu - 0.5 * window.widthHu)) / window.widthHu;
      EXPECT_NEAR(canvas.row(y)[4 * x], std::clamp(grey, 0.0, 255.0), 1.0);
    }
  }
}

TEST(Reslice, WhatLiesOutsideTheCtIsNotBlackButTheBackground) {
  const Volume ct = ramp(Eigen::Matrix3d::Identity());
  const SlicePlane plane{
      ct.grid().centreMm() + Vec3(0, 0, 500), Vec3::UnitX(), Vec3::UnitY(), 1.0, 20, 20};
  Canvas canvas(20, 20);
  paintCt(canvas, ct, plane, {}, {1, 2, 3});
  EXPECT_EQ(canvas.row(10)[40], 1);
  EXPECT_EQ(canvas.row(10)[42], 3);
}

TEST(MeshCutter, ABallIsCutInOneClosedCircleOfTheRightRadius) {
  EllipsoidRegion ball;
  ball.radiiMm = Vec3::Constant(20.0);
  const MeshCutter cutter(std::make_shared<const Mesh>(ellipsoidMesh(ball, 64)));
  const SlicePlane plane{Vec3(0, 0, 12), Vec3::UnitX(), Vec3::UnitY(), 0.5, 200, 200};
  const std::vector<Path> paths = cutter.cut(plane);
  ASSERT_EQ(paths.size(), 1U);
  EXPECT_TRUE(paths[0].closed);
  for (const Pixel& point : paths[0].points)
    EXPECT_NEAR(std::hypot(point.x - 100.0, point.y - 100.0) * 0.5, 16.0, 0.05);
}

TEST(MeshCutter, APlaneBesideTheSurfaceCutsNothing) {
  EllipsoidRegion ball;
  ball.radiiMm = Vec3::Constant(20.0);
  const MeshCutter cutter(std::make_shared<const Mesh>(ellipsoidMesh(ball)));
  EXPECT_TRUE(cutter.cut({Vec3(0, 0, 20.5), Vec3::UnitX(), Vec3::UnitY(), 0.5, 200, 200}).empty());
}

TEST(Canvas, AThickLineCoversItsArea) {
  Canvas canvas(100, 100);
  canvas.strokePaths({{{{20.0, 30.0}, {80.0, 70.0}}}}, {{255, 255, 255}, 6.0});
  double covered = 0.0;
  for (int y = 0; y < 100; ++y) {
    for (int x = 0; x < 100; ++x)
      covered += canvas.row(y)[4 * x + 3] / 255.0;
  }
  const double expected = 6.0 * std::hypot(60.0, 40.0) + std::numbers::pi * 9.0;
  EXPECT_NEAR(covered, expected, 0.02 * expected);
}

TEST(Canvas, AFillLeavesOutTheHole) {
  const auto square = [](double low, double high) {
    return Path{{{low, low}, {high, low}, {high, high}, {low, high}}, true};
  };
  Canvas canvas(50, 50);
  canvas.fillPaths({square(10, 40), square(20, 30)}, {{200, 0, 0}});
  EXPECT_EQ(canvas.row(15)[4 * 15 + 3], 255);
  EXPECT_EQ(canvas.row(25)[4 * 25 + 3], 0);
}

TEST(Glyphs, MinusDegreeAndPrimeAreDrawn) {
  for (const char* text : {"−", "°", "·", "′", "≥"}) {
    const TextBitmap bitmap = textBitmap(text, 24, false);
    EXPECT_TRUE(std::any_of(bitmap.coverage.begin(), bitmap.coverage.end(), [](int c) {
      return c > 100;
    })) << text;
  }
}

/// Rows of the box that hold ink.
int inkedRows(const TextBitmap& bitmap) {
  int rows = 0;
  for (int y = 0; y < bitmap.heightPx; ++y) {
    const auto row = bitmap.coverage.begin() + static_cast<std::ptrdiff_t>(y) * bitmap.widthPx;
    rows += std::any_of(row, row + bitmap.widthPx, [](int c) { return c > 100; }) ? 1 : 0;
  }
  return rows;
}

/// Skips a test where no installed font has this letter.
#define SKIP_WITHOUT_LETTER(hexadecimal)                                                \
  if (installedProgram("fc-list").empty() ||                                            \
      runProcess({installedProgram("fc-list"), {":charset=" hexadecimal}}).out.empty()) \
  GTEST_SKIP() << "no installed font has the letter U+" hexadecimal

TEST(Glyphs, ThaiMarksStandOnTheirLetter) {
  SKIP_WITHOUT_LETTER("0e19");
  const TextBitmap letter = textBitmap("น", 24, false);
  const TextBitmap marked = textBitmap("นี้", 24, false);
  EXPECT_NEAR(marked.boxWidthPx, letter.boxWidthPx, 2) << "a row of boxes is three times as wide";
  EXPECT_GT(inkedRows(marked), inkedRows(letter) + 4);
}

TEST(Glyphs, CyrillicComesFromAnyFont) {
  SKIP_WITHOUT_LETTER("043b");
  // Г leaves its lower right corner free; the box of a missing letter does not.
  const TextBitmap letter = textBitmap("Г", 40, false);
  for (int y = letter.heightPx / 2; y < letter.heightPx; ++y) {
    for (int x = letter.widthPx / 2; x < letter.widthPx; ++x)
      EXPECT_LT(letter.coverage[static_cast<std::size_t>(y * letter.widthPx + x)], 100);
  }
  EXPECT_GT(inkedRows(letter), 20);
}

TEST(Glyphs, ChineseComesFromAnyFont) {
  SKIP_WITHOUT_LETTER("4e00");
  EXPECT_LT(inkedRows(textBitmap("一", 40, false)), 10) << "one stroke, no box";
}

TEST(Glyphs, ANumberStaysBehindANameWrittenFromTheRight) {
  SKIP_WITHOUT_LETTER("05d3");
  const TextBitmap number = textBitmap("12.5 mm", 24, false);
  const TextBitmap both = textBitmap("דנה 12.5 mm", 24, false);
  const int shift = both.widthPx - number.widthPx;
  ASSERT_GT(shift, 20);
  double differing = 0.0;
  double inked = 0.0;
  for (int y = 0; y < number.heightPx; ++y) {
    for (int x = 2; x < number.widthPx; ++x) {
      const int alone = number.coverage[static_cast<std::size_t>(y * number.widthPx + x)];
      const int behind = both.coverage[static_cast<std::size_t>(y * both.widthPx + x + shift)];
      differing += std::abs(alone - behind);
      inked += alone;
    }
  }
  EXPECT_LT(differing, 0.25 * inked);
}

TEST(Glyphs, CharactersThatTurnTextRoundAreShownNotObeyed) {
  EXPECT_GT(textBitmap("N1\u202e", 24, false).boxWidthPx,
            textBitmap("N1", 24, false).boxWidthPx + 40);
}

TEST(Glyphs, TextsOfOneSizeShareTheirBaseLine) {
  const TextBitmap plain = textBitmap("mm", 20, false);
  for (const char* text : {"Å", "นี้", "y", "腰", ""}) {
    const TextBitmap other = textBitmap(text, 20, false);
    EXPECT_EQ(other.boxHeightPx, plain.boxHeightPx) << text;
    EXPECT_GE(other.heightPx + other.topPx, other.boxHeightPx) << text;
    EXPECT_EQ(other.coverage.size(),
              static_cast<std::size_t>(other.widthPx) * static_cast<std::size_t>(other.heightPx));
  }
}

/// Whether the letter stands with its centre at this place of the picture.
bool showsLetter(Canvas& canvas, const std::string& letter, const Pixel& centre) {
  const TextBitmap bitmap = textBitmap(letter, 14, true);
  const int left = static_cast<int>(std::lround(centre.x - 0.5 * bitmap.widthPx));
  const int top = static_cast<int>(std::lround(centre.y - 0.5 * bitmap.heightPx));
  int full = 0;
  for (int y = 0; y < bitmap.heightPx; ++y) {
    for (int x = 0; x < bitmap.widthPx; ++x) {
      if (bitmap.coverage[static_cast<std::size_t>(y * bitmap.widthPx + x)] < 255)
        continue;
      ++full;
      if (canvas.row(top + y)[4 * (left + x)] != palette::kLetter.red)
        return false;
    }
  }
  return full > 5;
}

TEST(SlicePicture, AnAxialPictureSaysLOnItsRightEdgeAndROnItsLeft) {
  SceneState state;
  state.patient = caseOfBalls({});
  state.crosshair = false;
  const SlicePlane plane =
      slicePlane(*sliceFrame(ViewKind::Axial, state), {Vec3::Zero(), 0.5}, 300, 240);
  SlicePicture picture;
  Canvas canvas = picture.paint(state, ViewKind::Axial, plane, {});
  const double lWidth = textBitmap("L", 14, true).widthPx;
  const double rWidth = textBitmap("R", 14, true).widthPx;
  EXPECT_TRUE(showsLetter(canvas, "L", {300.0 - 7.0 - 0.5 * lWidth, 120.0}));
  EXPECT_TRUE(showsLetter(canvas, "R", {7.0 + 0.5 * rWidth, 120.0}));
  EXPECT_FALSE(showsLetter(canvas, "R", {300.0 - 7.0 - 0.5 * rWidth, 120.0}));
}

TEST(SlicePicture, SaysWhereTheProgramMadeTheCt) {
  SceneState state;
  state.patient = caseOfBalls({});
  state.crosshair = false;
  const SlicePlane plane =
      slicePlane(*sliceFrame(ViewKind::Axial, state), {Vec3::Zero(), 0.5}, 300, 240);
  SlicePicture picture;
  const auto brightInRows = [&] {
    Canvas canvas = picture.paint(state, ViewKind::Axial, plane, {});
    int bright = 0;
    for (int y = 200; y < 212; ++y) {  // Above the ruler.
      for (int x = 12; x < 100; ++x)
        bright += canvas.row(y)[4 * x] > 180 ? 1 : 0;
    }
    return bright;
  };
  EXPECT_EQ(brightInRows(), 0);
  Case made = *state.patient;
  made.remarks = {{kMadeCt, "Made."}};
  state.patient = std::make_shared<const Case>(std::move(made));
  EXPECT_GT(brightInRows(), 20);
}

/// How many pixels of a row differ from those of the scanned CT alone.
int hatchedInRow(const SlicePlane& plane, const SliceRange& slices, int row) {
  SceneState state;
  Case patient = *caseOfBalls({});
  patient.madeUp = {slices};
  state.patient = std::make_shared<const Case>(std::move(patient));
  Canvas canvas(plane.widthPx, plane.heightPx);
  canvas.fill({0, 0, 0});
  paintMadeUp(canvas, state, plane, {});
  int painted = 0;
  for (int x = 0; x < plane.widthPx; ++x)
    painted += canvas.row(row)[4 * x] > 0 ? 1 : 0;
  return painted;
}

TEST(MadeUpBand, CoversTheSlicesThatWereNeverScanned) {
  SlicePlane coronal;
  coronal.down = -Vec3::UnitZ();
  coronal.mmPerPixel = 0.75;
  coronal.widthPx = 160;
  coronal.heightPx = 120;  // Two pixels a slice, slice 59 on top.
  EXPECT_GT(hatchedInRow(coronal, {10, 29}, 80), 0);
  EXPECT_GT(hatchedInRow(coronal, {10, 29}, 98), 0);
  EXPECT_EQ(hatchedInRow(coronal, {10, 29}, 57), 0);
  EXPECT_EQ(hatchedInRow(coronal, {10, 29}, 104), 0);
  SlicePlane axial = coronal;
  axial.down = Vec3::UnitY();
  EXPECT_GT(hatchedInRow(axial, {25, 35}, 60), 0);
  EXPECT_EQ(hatchedInRow(axial, {31, 35}, 60), 0) << "the plane lies between slices 29 and 30";
}

}  // namespace
}  // namespace trocar::render
