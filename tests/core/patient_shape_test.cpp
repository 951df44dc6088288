#include "core/patient/canvas.h"
#include "core/patient/noise.h"
#include "core/patient/plate.h"
#include "core/patient/probe.h"
#include "core/patient/sweep.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace trocar::synthetic {
namespace {

TEST(PatientShape, ASphereHasItsVolumeAndCentroid) {
  const Mass mass = massOf(sphere({3, -2, 5}, 10), 0.5);
  EXPECT_NEAR(mass.volumeMl, 4.0 / 3.0 * std::numbers::pi, 0.01);
  EXPECT_NEAR((mass.centroidMm - Vec3(3, -2, 5)).norm(), 0, 1e-3);
}

TEST(PatientShape, AStraightSweepIsAnEllipticCylinder) {
  const Shape bar = sweep({{{0, 0, -40}, 8, 3, Vec3::UnitX()}, {{0, 0, 40}, 8, 3, Vec3::UnitX()}});
  EXPECT_NEAR(lengthInside(bar.distance, Vec3::Zero(), Vec3::UnitX(), 40), 8, 0.01);
  EXPECT_NEAR(lengthInside(bar.distance, Vec3::Zero(), -Vec3::UnitY(), 40), 3, 0.01);
  EXPECT_NEAR(bar.distance({9, 0, 0}), 1, 0.05);
}

TEST(PatientShape, ABlendIsExactAwayFromTheSeam) {
  const Shape two = blend({sphere({0, 0, 0}, 5), sphere({30, 0, 0}, 5)}, 4);
  EXPECT_DOUBLE_EQ(two.distance({-8, 0, 0}), 3);
  EXPECT_DOUBLE_EQ(two.distance({30, 7, 0}), 2);
}

TEST(PatientShape, CarvingTakesTheToolAway) {
  const Shape bowl = carve(sphere(Vec3::Zero(), 20), sphere({0, 0, 20}, 10), 1);
  EXPECT_GT(bowl.distance({0, 0, 15}), 0);
  EXPECT_LT(bowl.distance({0, 0, -5}), 0);
}

TEST(PatientShape, AFlatPlateHasItsThickness) {
  std::vector<PlatePoint> sheet;
  for (double x = -30; x <= 30; x += 20)
    for (double y = -30; y <= 30; y += 20)
      sheet.push_back({{x, y, 2}, 4});
  const std::vector<Vec3> border{{-30, -30, 2},
                                 {0, -34, 2},
                                 {30, -30, 2},
                                 {34, 0, 2},
                                 {30, 30, 2},
                                 {0, 34, 2},
                                 {-30, 30, 2},
                                 {-34, 0, 2}};
  const Shape slab = plate(sheet, border, Vec3::UnitZ());
  EXPECT_NEAR(lengthInside(slab.distance, {0, 0, 2}, Vec3::UnitZ(), 20), 4, 0.05);
  EXPECT_NEAR(lengthInside(slab.distance, {0, 0, 2}, -Vec3::UnitZ(), 20), 4, 0.05);
  EXPECT_GT(slab.distance({45, 0, 2}), 5);
}

TEST(PatientShape, LookingUpASmoothShapeChangesItLittle) {
  const Shape ball = sphere(Vec3::Zero(), 30);
  const Shape looked = sampled(ball, 2.0);
  for (double angle = 0; angle < 6; angle += 0.37) {
    const Vec3 p(31 * std::cos(angle), 31 * std::sin(angle), 3);
    EXPECT_NEAR(looked.distance(p), ball.distance(p), 0.05);
  }
}

// A shell thinner than a voxel keeps its mass: its line integral is thickness times HU.
TEST(PatientCanvas, AThinCortexKeepsItsMass) {
  Canvas canvas(Grid({41, 41, 41}, Vec3(-20, -20, -20), Vec3::Ones()));
  Material bone;
  bone.hu = 0;
  bone.shellHu = 1500;
  bone.shellMm = [](const Vec3&) { return 0.5; };
  canvas.paint({1, sphere(Vec3::Zero(), 100), {0, 0, 3, 0, {}, {}}});
  canvas.paint({2, sphere(Vec3::Zero(), 12.3), bone});
  const Volume ct = canvas.ct(0, 1);
  double sum = 0;
  for (int i = 20; i < 41; ++i)
    sum += ct.at({i, 20, 20});
  EXPECT_NEAR(sum, 0.5 * 1500, 40);
}

TEST(PatientCanvas, NoiseHasTheAskedStandardDeviation) {
  Canvas canvas(Grid({64, 64, 8}, Vec3::Zero(), Vec3::Ones()));
  const Volume ct = canvas.ct(11, 5);
  double sum = 0;
  double squares = 0;
  for (const std::int16_t hu : ct.voxels()) {
    sum += hu + 1000;
    squares += (hu + 1000.0) * (hu + 1000.0);
  }
  const auto count = static_cast<double>(ct.voxels().size());
  EXPECT_NEAR(sum / count, 0, 0.5);
  EXPECT_NEAR(std::sqrt(squares / count), 11, 0.6);
}

// Each of the eight corners is uniform over 5, and an eased weight s = 3t^2 - 2t^3 has
// <s^2 + (1-s)^2> = 26/35 along each axis.
TEST(PatientNoise, GrainsHaveTheSpreadOfTheirInterpolationAndNoBias) {
  double sum = 0;
  double squares = 0;
  constexpr int kCount = 20000;
  for (int i = 0; i < kCount; ++i) {
    const double grain = grainAt(9, Vec3(0.37 * i, 1.9 * i, 0.71 * i), 2.0);
    sum += grain;
    squares += grain * grain;
  }
  EXPECT_NEAR(sum / kCount, 0, 0.05);
  const double spread = 5.0 / std::sqrt(12.0) * std::pow(26.0 / 35.0, 1.5);
  EXPECT_NEAR(std::sqrt(squares / kCount), spread, 0.03);
}

}  // namespace
}  // namespace trocar::synthetic
