#include "planning/fluoro/view_check.h"

#include "core/error.h"
#include "planning/fluoro/exposure.h"
#include "planning/model/angles.h"
#include "tests/planning/analytic_vertebra.h"

#include <Eigen/Geometry>
#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace trocar::fluoro {
namespace {

const Vec3 kSpinous(0.0, 60.0, -5.0);

CarmSetup armAt(double lao, double cran, PatientPosition position = PatientPosition::Supine) {
  CarmSetup setup;
  setup.angles = {lao, cran};
  setup.position = position;
  return setup;
}

/// An upright vertebra, turned about its long axis: positive to the patient's left.
anatomy::VertebraAnatomy turnedVertebra(double degrees) {
  anatomy::VertebraAnatomy vertebra = AnalyticVertebra().anatomy();
  const Eigen::Matrix3d turn =
      Eigen::AngleAxisd(Angle::fromDegrees(degrees).radians(), Vec3::UnitZ()).toRotationMatrix();
  vertebra.frame = {turn * Vec3::UnitZ(), turn * Vec3::UnitY(), turn * Vec3::UnitX()};
  vertebra.left.centreMm = turn * vertebra.left.centreMm;
  vertebra.right.centreMm = turn * vertebra.right.centreMm;
  return vertebra;
}

TEST(ViewCheck, AnUprightVertebraIsTrueInApAndLateral) {
  const anatomy::VertebraAnatomy vertebra = turnedVertebra(0.0);
  const ViewCheck ap = checkView(vertebra, kSpinous, armAt(0, 0));
  EXPECT_FALSE(ap.lateral);
  EXPECT_TRUE(ap.isTrue) << ap.sentence;
  EXPECT_NEAR(*ap.spinousOffsetMm, 0.0, 1e-9);
  const ViewCheck lateral = checkView(vertebra, kSpinous, armAt(90, 0));
  EXPECT_TRUE(lateral.lateral);
  EXPECT_TRUE(lateral.isTrue) << lateral.sentence;
}

TEST(ViewCheck, TheTiltIsThatOfTheConsole) {
  const ViewCheck check = checkAp(turnedVertebra(0.0), kSpinous, armAt(0, 6));
  EXPECT_FALSE(check.isTrue);
  EXPECT_NEAR(check.tiltDeg, 6.0, 1e-9);
  EXPECT_NEAR(check.turnBy.cranDeg, -6.0, 1e-9);
  EXPECT_NEAR(check.superiorEndplateMm, 32.0 * std::sin(6.0 * 3.14159265358979 / 180.0), 1e-6);
  const ViewCheck prone =
      checkAp(turnedVertebra(0.0), kSpinous, armAt(0, 6, PatientPosition::Prone));
  EXPECT_NEAR(prone.tiltDeg, -6.0, 1e-9);
  EXPECT_NEAR(prone.turnBy.cranDeg, -6.0, 1e-9);
}

TEST(ViewCheck, TenDegreesOffShowTheSpinousProcessBesideTheMiddle) {
  // The beam's anterior end leans to the patient's left: what lies behind is seen shifted to the
  // right of what lies in front of it.
  for (const PatientPosition position : {PatientPosition::Supine, PatientPosition::Prone}) {
    const ViewCheck check = checkAp(turnedVertebra(0.0), kSpinous, armAt(10, 0, position));
    EXPECT_FALSE(check.isTrue);
    EXPECT_NEAR(check.rotationDeg, 10.0, 1e-9);
    ASSERT_TRUE(check.spinousOffsetMm);
    // 38 mm behind the pedicles' isthmus, sin 10 degrees, and a little of the cone.
    EXPECT_NEAR(std::abs(*check.spinousOffsetMm), 38.0 * 0.1736, 0.8);
    EXPECT_NEAR(check.turnBy.laoDeg, -10.0, 1e-9);
  }
}

TEST(ViewCheck, TheAdviceMakesTheViewTrue) {
  const anatomy::VertebraAnatomy vertebra = turnedVertebra(14.0);
  const Vec3 spinous = vertebra.frame.posterior * 60.0;
  for (const PatientPosition position : {PatientPosition::Supine, PatientPosition::Prone}) {
    CarmSetup setup = armAt(-5, 8, position);
    const ViewCheck before = checkAp(vertebra, spinous, setup);
    EXPECT_FALSE(before.isTrue);
    setup.angles.laoDeg += before.turnBy.laoDeg;
    setup.angles.cranDeg += before.turnBy.cranDeg;
    const ViewCheck after = checkAp(vertebra, spinous, setup);
    EXPECT_TRUE(after.isTrue) << after.sentence;
    EXPECT_THAT(after.sentence, testing::HasSubstr("True AP of L3"));
  }
}

TEST(ViewCheck, TheAdviceMakesALateralViewTrueOnBothSidesOfNinetyDegrees) {
  const anatomy::VertebraAnatomy vertebra = turnedVertebra(-9.0);
  for (const double lao : {92.0, 84.0, -88.0, -97.0}) {
    CarmSetup setup = armAt(lao, -7.0);
    const ViewCheck before = checkLateral(vertebra, setup);
    setup.angles.laoDeg += before.turnBy.laoDeg;
    setup.angles.cranDeg += before.turnBy.cranDeg;
    EXPECT_TRUE(checkLateral(vertebra, setup).isTrue) << lao << ": " << before.sentence;
  }
}

TEST(Carm, ADetectorInThePatientIsRefusedInOneSentence) {
  const Box body{{-150, -110, -100}, {150, 110, 100}};
  EXPECT_NO_THROW(requireClear(armAt(0, 0), body));
  EXPECT_NO_THROW(requireClear(armAt(-120, 20), body));
  EXPECT_NO_THROW(requireClear(armAt(45, 30), body));
  for (const CarmSetup& setup : {armAt(0, 80), armAt(0, -75), armAt(20, 70)}) {
    try {
      requireClear(setup, body);
      FAIL() << "the arm stands in the patient";
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr("would stand in the patient"));
    }
  }
  CarmSetup close = armAt(0, 0);
  close.sourceToDetectorMm = 720.0;
  EXPECT_THROW(requireClear(close, body), Error);
}

TEST(Exposure, ShuttersAndMagnificationChangeTheDoseArea) {
  CarmSetup setup;
  ExposureCount count = withRun(withShot({}, setup), setup, 2.0);
  EXPECT_EQ(count.shots, 1);
  EXPECT_NEAR(count.seconds, kShotS + 2.0, 1e-12);
  EXPECT_NEAR(count.doseArea, kShotS + 2.0, 1e-12);
  setup.shutterWidth = 0.5;
  count = withRun({}, setup, 1.0);
  EXPECT_NEAR(count.doseArea, 0.5, 1e-12);
}

}  // namespace
}  // namespace trocar::fluoro
