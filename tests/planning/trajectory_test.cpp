#include "planning/model/clearance.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace trocar {
namespace {

TEST(Trajectory, ParallelShaftsKeepTheirSpacing) {
  EXPECT_NEAR(distanceBetweenMm({{0, 0, 0}, {0, 0, 100}}, {{12, 0, 0}, {12, 0, 100}}), 12.0, 1e-12);
}

TEST(Trajectory, CrossingShaftsTouch) {
  EXPECT_NEAR(distanceBetweenMm({{-10, 0, 0}, {10, 0, 0}}, {{0, -10, 0}, {0, 10, 0}}), 0.0, 1e-12);
}

TEST(Trajectory, SkewShaftsAreMeasuredBetweenTheirNearestPoints) {
  const ClosestPoints closest = closestPoints({{-10, 0, 0}, {10, 0, 0}}, {{0, -10, 5}, {0, 10, 5}});
  EXPECT_NEAR((closest.onA - Vec3(0, 0, 0)).norm(), 0.0, 1e-12);
  EXPECT_NEAR((closest.onB - Vec3(0, 0, 5)).norm(), 0.0, 1e-12);
}

TEST(Clearance, TwoShaftsLoseTheirRadii) {
  const Shaft a{Trajectory{{0, 0, 0}, {0, 0, 100}}, 1.5};
  const Shaft b{Trajectory{{12, 0, 0}, {12, 0, 100}}, 1.0};
  EXPECT_NEAR(clearanceBetween(a, b).distanceMm, 9.5, 1e-12);
}

/// The exact distance to a ball of 10 mm, sampled every millimetre.
const DistanceField& ballField() {
  static const DistanceField field = [] {
    Case patient;
    const Grid grid({61, 61, 61}, {-30, -30, -30}, Vec3::Ones());
    patient.ct = Volume(grid, std::vector<std::int16_t>(grid.voxelCount(), 0));
    const EllipsoidRegion ball{Vec3::Zero(), Eigen::Matrix3d::Identity(), Vec3::Constant(10.0)};
    patient.structures = {{"ball", "Ball", Role::Artery, ball, Basis::Measured}};
    return makeDistanceField(patient, patient.structures.front(), 15.0);
  }();
  return field;
}

TEST(Clearance, OfABallIsThatOfTheClosedForm) {
  const DistanceField& field = ballField();
  for (const double passMm : {0.0, 8.0, 10.0, 15.0, 22.0}) {
    const Shaft shaft{Trajectory{{passMm, -80, 3}, {passMm, 40, 3}}, 1.5};
    const ShaftClearance nearest = clearanceOf(field, shaft);
    EXPECT_NEAR(nearest.distanceMm, std::hypot(passMm, 3.0) - 10.0 - 1.5, 0.1) << passMm;
    EXPECT_NEAR(nearest.atMm.y(), 0.0, 1.0);
  }
}

TEST(Clearance, GrowsWithTheRadiusAndIsThatOfAllSamples) {
  const DistanceField& field = ballField();
  for (int i = 0; i < 40; ++i) {
    const Trajectory axis{{-40.0 + 2 * i, -70.0, 5.0}, {10.0 - i, 35.0, 0.3 * i}};
    const ShaftSamples samples(axis);
    double all = 1e9;
    for (int sample = 0; sample < samples.count; ++sample)
      all = std::min(all, field.at(samples.pointMm(sample)));
    EXPECT_EQ(clearanceOf(field, {axis, 0.0}).distanceMm, all);
    EXPECT_NEAR(clearanceOf(field, {axis, 2.0}).distanceMm, all - 2.0, 1e-12);
  }
}

}  // namespace
}  // namespace trocar
