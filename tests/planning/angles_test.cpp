#include "planning/model/angles.h"

#include <gtest/gtest.h>

#include <cmath>

namespace trocar {
namespace {

Vec3 heading(double x, double y, double z) {
  return Vec3(x, y, z).normalized();
}

TEST(Angles, AxialAngleIsPositiveTowardsTheMidlineFromEitherSide) {
  const double tan20 = std::tan(Angle::fromDegrees(20.0).radians());
  // From the patient's left (+x) a needle converges by running to -x, and forward is -y.
  EXPECT_NEAR(needleAngles(heading(-tan20, -1, 0), Side::Left).axialDeg, 20.0, 1e-9);
  EXPECT_NEAR(needleAngles(heading(tan20, -1, 0), Side::Left).axialDeg, -20.0, 1e-9);
  EXPECT_NEAR(needleAngles(heading(tan20, -1, 0), Side::Right).axialDeg, 20.0, 1e-9);
  EXPECT_NEAR(needleAngles(heading(-tan20, -1, 0), Side::Right).axialDeg, -20.0, 1e-9);
}

TEST(Angles, AxialAngleIsThatOfTheProjectionOnTheAxialPlane) {
  const double tan20 = std::tan(Angle::fromDegrees(20.0).radians());
  EXPECT_NEAR(needleAngles(heading(-tan20, -1, 5), Side::Left).axialDeg, 20.0, 1e-9);
  // A needle from the front is measured against the same plane.
  EXPECT_NEAR(needleAngles(heading(-tan20, 1, 0), Side::Left).axialDeg, 20.0, 1e-9);
}

TEST(Angles, CraniocaudalAngleIsPositiveWhenTheTipGoesCranial) {
  const double tan10 = std::tan(Angle::fromDegrees(10.0).radians());
  EXPECT_NEAR(needleAngles(heading(0, -1, tan10), Side::Left).craniocaudalDeg, 10.0, 1e-9);
  EXPECT_NEAR(needleAngles(heading(0, -1, -tan10), Side::Right).craniocaudalDeg, -10.0, 1e-9);
}

TEST(Angles, AgainstATiltedVertebraTheyAreThatMuchLess) {
  const Eigen::Matrix3d tilt =
      Eigen::AngleAxisd(Angle::fromDegrees(-12.0).radians(), Vec3::UnitX()).toRotationMatrix();
  const anatomy::VertebraFrame frame{
      tilt * Vec3::UnitZ(), tilt * Vec3::UnitY(), tilt * Vec3::UnitX()};
  const Vec3 alongItsAxis = -frame.posterior;
  EXPECT_NEAR(needleAngles(alongItsAxis, Side::Left, frame).craniocaudalDeg, 0.0, 1e-9);
  EXPECT_NEAR(needleAngles(alongItsAxis, Side::Left).craniocaudalDeg, 12.0, 1e-9);
}

TEST(Angles, CarmLooksDownANeedleOfTheLeftAsLeftPosteriorMeetsRightAnterior) {
  // From the left behind to the right in front: the beam's anterior end points right, which is RAO.
  const CarmAngles left = carmAngles(heading(-std::tan(Angle::fromDegrees(20.0).radians()), -1, 0));
  EXPECT_NEAR(left.laoDeg, -20.0, 1e-9);
  EXPECT_NEAR(left.cranDeg, 0.0, 1e-9);
  const CarmAngles right = carmAngles(heading(std::tan(Angle::fromDegrees(20.0).radians()), -1, 0));
  EXPECT_NEAR(right.laoDeg, 20.0, 1e-9);
}

TEST(Angles, CarmReadsTheSameForANeedleFromTheFront) {
  const CarmAngles front = carmAngles(heading(0.3, 1.0, -0.2));
  const CarmAngles behind = carmAngles(heading(-0.3, -1.0, 0.2));
  EXPECT_NEAR(front.laoDeg, behind.laoDeg, 1e-9);
  EXPECT_NEAR(front.cranDeg, behind.cranDeg, 1e-9);
}

TEST(Angles, CarmIsTheInverseOfItsFormula) {
  for (const double lao : {-40.0, 0.0, 25.0}) {
    for (const double cran : {-20.0, 0.0, 35.0}) {
      const CarmAngles read = carmAngles(beamOf({lao, cran}));
      EXPECT_NEAR(read.laoDeg, lao, 1e-9);
      EXPECT_NEAR(read.cranDeg, cran, 1e-9);
    }
  }
}

TEST(Angles, UpwardsIsTheSideThatThePatientDoesNotLieOn) {
  EXPECT_EQ(upwards(PatientPosition::Prone), std::optional<Vec3>(Vec3(0, 1, 0)));
  EXPECT_EQ(upwards(PatientPosition::Supine), std::optional<Vec3>(Vec3(0, -1, 0)));
  // On the left side the right side is up.
  EXPECT_EQ(upwards(PatientPosition::LateralLeft), std::optional<Vec3>(Vec3(-1, 0, 0)));
  EXPECT_EQ(upwards(PatientPosition::LateralRight), std::optional<Vec3>(Vec3(1, 0, 0)));
  EXPECT_FALSE(upwards(PatientPosition::Unknown));
}

TEST(Angles, AProneConsoleReadsTheSameLaoAndTheNegatedCran) {
  const CarmAngles prone = readProne({15.0, 8.0});
  EXPECT_EQ(prone.laoDeg, 15.0);
  EXPECT_EQ(prone.cranDeg, -8.0);
}

}  // namespace
}  // namespace trocar
