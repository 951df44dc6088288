#include "core/labels/contour_fill.h"

#include "core/parallel.h"
#include "tests/core/made_structures.h"
#include "tests/core/shapes.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace trocar {
namespace {

using labels::ClosedContour;
using testing::DoubleNear;
using testing::ElementsAre;

Grid boxGrid(double sliceMm, const Eigen::Matrix3d& axes = Eigen::Matrix3d::Identity()) {
  const int slices = static_cast<int>(std::lround(100.0 / sliceMm));
  const Vec3 middle = axes * Vec3(40.0, 40.0, sliceMm * (slices - 1) / 2.0);
  return {{81, 81, slices}, -middle, Vec3(1, 1, sliceMm), axes};
}

labels::FilledContours filledOn(const Grid& grid,
                                const std::vector<ClosedContour>& contours,
                                double oneStepMm = 1.0) {
  const auto stack = labels::stackOf(contours, grid);
  EXPECT_TRUE(stack.has_value());
  return labels::filled(*stack, grid, labels::usualStepMm(*stack, grid).value_or(oneStepMm));
}

double volumeMm3(const Grid& grid, const VoxelRuns& voxels) {
  return static_cast<double>(voxels.voxelCount()) * grid.voxelVolumeMm3();
}

/// Circles every `stepMm` that stand for a body of rotation about z.
template <typename Radius>
std::vector<ClosedContour> turnedBody(double halfMm, double stepMm, const Radius& radius) {
  std::vector<ClosedContour> contours;
  for (double z = -halfMm + stepMm / 2.0; z < halfMm; z += stepMm)
    contours.push_back(circleMm(Vec3(0.3, -0.2, z), radius(z)));
  return contours;
}

std::vector<ClosedContour> moved(std::vector<ClosedContour> contours, const Eigen::Matrix3d& axes) {
  for (ClosedContour& contour : contours) {
    for (Vec3& corner : contour)
      corner = axes * corner;
  }
  return contours;
}

TEST(ContourFill, KeepsTheVolumeOfACylinderAndOfABall) {
  for (const double sliceMm : {1.0, 2.5, 5.0}) {
    for (const double stepMm : {1.0, 3.0}) {
      const Grid grid = boxGrid(sliceMm);
      const auto cylinder = turnedBody(30.0, stepMm, [](double) { return 20.0; });
      EXPECT_NEAR(
          volumeMm3(grid, filledOn(grid, cylinder).voxels) / (std::numbers::pi * 400.0 * 60.0),
          1.0,
          0.02)
          << sliceMm << " " << stepMm;
      const auto ball = turnedBody(30.0, stepMm, [](double z) { return std::sqrt(900.0 - z * z); });
      EXPECT_NEAR(
          volumeMm3(grid, filledOn(grid, ball).voxels) / (4.0 / 3.0 * std::numbers::pi * 27000.0),
          1.0,
          0.02)
          << sliceMm << " " << stepMm;
    }
  }
}

TEST(ContourFill, FindsThePlanesOfAnObliqueOrMirroredGridAndOfSagittalContours) {
  const auto ball = turnedBody(30.0, 3.0, [](double z) { return std::sqrt(900.0 - z * z); });
  const double volume = 4.0 / 3.0 * std::numbers::pi * 27000.0;
  const Grid oblique = boxGrid(1.0, turned(33.0));
  EXPECT_NEAR(volumeMm3(oblique, filledOn(oblique, moved(ball, turned(33.0))).voxels),
              volume,
              0.02 * volume);
  Eigen::Matrix3d aside;
  aside << 0, 0, 1, 1, 0, 0, 0, 1, 0;
  const Grid grid = boxGrid(1.0);
  const auto sagittal = labels::stackOf(moved(ball, aside), grid);
  ASSERT_TRUE(sagittal.has_value());
  EXPECT_EQ(sagittal->axis, 0);
  EXPECT_NEAR(volumeMm3(grid, labels::filled(*sagittal, grid, 3.0).voxels), volume, 0.02 * volume);
  Eigen::Matrix3d ahead;
  ahead << 1, 0, 0, 0, 0, 1, 0, 1, 0;
  const auto coronal = labels::stackOf(moved(ball, ahead), grid);
  ASSERT_TRUE(coronal.has_value());
  EXPECT_EQ(coronal->axis, 1);
  EXPECT_NEAR(volumeMm3(grid, labels::filled(*coronal, grid, 3.0).voxels), volume, 0.02 * volume);
  EXPECT_FALSE(labels::stackOf(moved(ball, turned(33.0)), grid).has_value());
}

TEST(ContourFill, MakesTheSameRingOfTwoContoursAndOfOneWithAChannel) {
  const Grid grid = boxGrid(1.0);
  const ClosedContour outer = circleMm(Vec3(0.3, 0.1, 0.5), 25.0);
  const ClosedContour inner = circleMm(Vec3(0.3, 0.1, 0.5), 12.0);
  ClosedContour keyhole = outer;
  keyhole.push_back(outer.front());
  keyhole.push_back(inner.front());
  keyhole.insert(keyhole.end(), inner.rbegin(), inner.rend());
  const VoxelRuns two = filledOn(grid, {outer, inner}).voxels;
  EXPECT_EQ(filledOn(grid, {keyhole}).voxels, two);
  EXPECT_NEAR(volumeMm3(grid, two), std::numbers::pi * (625.0 - 144.0), 20.0);
  EXPECT_FALSE(two.contains({40, 40, 50}));
}

TEST(ContourFill, CountsACentreOnTheLowerBoundaryOnly) {
  const Grid grid({10, 10, 10}, Vec3::Zero(), Vec3::Ones());
  const VoxelRuns box = filledOn(grid, {boxMm({2, 3, 4}, {5, 7, 4})}).voxels;
  EXPECT_EQ(box.voxelCount(), 3U * 4U);
  EXPECT_TRUE(box.contains({2, 3, 4}));
  EXPECT_FALSE(box.contains({5, 3, 4}));
  EXPECT_FALSE(box.contains({2, 7, 4}));
  // Slices at both ends of a plane that reaches from 3 to 5 mm.
  const VoxelRuns thick = filledOn(grid, {boxMm({2, 3, 4}, {5, 7, 4})}, 2.0).voxels;
  EXPECT_TRUE(thick.contains({2, 3, 3}));
  EXPECT_FALSE(thick.contains({2, 3, 5}));
}

TEST(ContourFill, IsCutByTheBorderOfTheGrid) {
  const Grid grid({10, 10, 10}, Vec3::Zero(), Vec3::Ones());
  const std::vector<ClosedContour> around = {boxMm({-5, -7, -1}, {30, 40, -1}),
                                             boxMm({-5, -7, 0}, {30, 40, 0}),
                                             boxMm({-5, -7, 1}, {30, 40, 1})};
  EXPECT_EQ(filledOn(grid, around).voxels.voxelCount(), 200U);
  EXPECT_TRUE(filledOn(grid, {boxMm({20, 20, 3}, {30, 40, 3})}).voxels.empty());
  EXPECT_TRUE(filledOn(grid, {boxMm({-20, -20, 3}, {-3, -4, 3})}).voxels.empty());
  EXPECT_TRUE(filledOn(grid, {boxMm({2, 2, 30}, {5, 5, 30})}).voxels.empty());
}

TEST(ContourFill, LeavesAWideGapEmptyAndTellsIt) {
  const Grid grid = boxGrid(1.0);
  std::vector<ClosedContour> contours;
  for (const double z : {-20.5, -17.5, -14.5, 9.5, 12.5, 16.9})
    contours.push_back(boxMm({-5, -5, z}, {5, 5, z}));
  const labels::FilledContours body = filledOn(grid, contours);
  EXPECT_THAT(body.gapsMm, ElementsAre(DoubleNear(24.0, 0.01)));
  EXPECT_FALSE(body.voxels.contains(grid.nearestVoxel({0, 0, -2})));
  EXPECT_TRUE(body.voxels.contains(grid.nearestVoxel({0, 0, 14.5})));
}

TEST(ContourFill, DoesNotDependOnThreads) {
  const Grid grid = boxGrid(1.0);
  const auto ball = turnedBody(30.0, 1.0, [](double z) { return std::sqrt(900.0 - z * z); });
  const VoxelRuns many = filledOn(grid, ball).voxels;
  const ThreadLimit one(1);
  EXPECT_EQ(filledOn(grid, ball).voxels, many);
}

TEST(ContourFill, MeasuresHowFarAContourLeavesItsPlane) {
  ClosedContour circle = circleMm(Vec3(10, 20, 30), 8.0);
  for (Vec3& corner : circle)
    corner = turned(40.0) * corner;
  EXPECT_NEAR(labels::outOfPlaneMm(circle), 0.0, 1e-6);
  circle[7] += turned(40.0) * Vec3(0, 0, 3.0);
  EXPECT_NEAR(labels::outOfPlaneMm(circle), 3.0, 0.3);
}

}  // namespace
}  // namespace trocar
