#include "planning/anatomy/pelvic_lesion.h"

#include "phantom.h"
#include "planning/anatomy/lesion_anatomy.h"
#include "tests/planning/bundled_model.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace trocar::anatomy {
namespace {

double radians(double degrees) {
  return degrees * std::numbers::pi / 180.0;
}

Structure part(const std::string& id, Role role, std::vector<std::uint16_t> values) {
  Structure structure;
  structure.id = id;
  structure.name = id;
  structure.role = role;
  structure.region = LabelRegion{0, std::move(values)};
  return structure;
}

/// A socket of 8 mm of bone around a joint of 26 mm, and a lesion that takes its whole thickness
/// (or only what is deeper than `fromMm`) within `halfAngleDeg` of an axis.
Case socketWithHole(const Vec3& axis, double halfAngleDeg, double fromMm) {
  const Grid grid({80, 80, 80}, Vec3::Constant(-39.5), Vec3::Ones());
  Case patient = testing::labelledCase(grid, {}, [&](const Vec3& p) -> std::uint16_t {
    const double r = p.norm();
    if (r < 26.0 || r > 34.0)
      return 0;
    const bool hole = p.dot(axis) > r * std::cos(radians(halfAngleDeg)) && r > fromMm;
    return hole ? 2 : 1;
  });
  patient.structures = {part("hip_left", Role::Hip, {1, 2}), part("lesion_1", Role::Lesion, {2})};
  return patient;
}

/// A left hip: medial is towards the patient's right.
HipAnatomy socket() {
  HipAnatomy hip;
  hip.structureId = "hip_left";
  hip.acetabulum = {Vec3::Zero(), 26.0, 0.0};
  hip.domeMm = Vec3(0, 0, 26);
  hip.medialWallMm = Vec3(-34, 0, 0);
  hip.posteriorColumnMm = {Vec3(0, 30, 40), Vec3(0, 30, 0), Vec3(0, 30, -40)};
  return hip;
}

HipInvolvement involvedBy(const Vec3& axis, double halfAngleDeg, double fromMm = 0.0) {
  const Case patient = socketWithHole(axis, halfAngleDeg, fromMm);
  return measureInHip(patient, *patient.find("lesion_1"), socket());
}

// A cone of 20 degrees in one of 40: (1 - cos 20) / (1 - cos 40) of its solid angle.
TEST(PelvicLesion, OpensTheMedialWallByItsShareOfTheSolidAngle) {
  const double share = (1.0 - std::cos(radians(20))) / (1.0 - std::cos(radians(40)));
  const HipInvolvement open = involvedBy(-Vec3::UnitX(), 20.0);
  EXPECT_NEAR(open.medialWall.open, share, 0.03);
  EXPECT_NEAR(open.medialWall.reached, share, 0.03);
  EXPECT_NEAR(open.dome.open, 0.0, 1e-12);
  ASSERT_TRUE(open.posteriorColumn);
  EXPECT_NEAR(*open.posteriorColumn, 0.0, 1e-12);
  EXPECT_FALSE(open.anteriorColumn) << "its landmarks are missing";
}

TEST(PelvicLesion, ReachesAWallWithoutOpeningItWhereSoundBoneIsLeft) {
  const HipInvolvement half = involvedBy(-Vec3::UnitX(), 20.0, 30.0);
  EXPECT_GT(half.medialWall.reached, 0.2);
  EXPECT_NEAR(half.medialWall.open, 0.0, 1e-12);
}

TEST(PelvicLesion, IsCountedInTheColumnAndTheZoneWhereItLies) {
  const HipInvolvement behind = involvedBy(Vec3::UnitY(), 30.0);
  EXPECT_GT(*behind.posteriorColumn, 0.3);
  EXPECT_NEAR(behind.medialWall.open, 0.0, 1e-12);
  EXPECT_NEAR(behind.zoneShares[1], 1.0, 1e-12) << "all of it is around the joint";
}

TEST(PelvicLesion, OfTheBundledAcetabulumIsInDomeAndPosteriorColumnAndSparesTheMedialWall) {
  const CaseModel& model = bundledModel("acetabulum-renal");
  const auto lesions = measureLesions(model.patient(), model.vertebrae(), model.pelvis());
  ASSERT_EQ(lesions.size(), 1U);
  ASSERT_TRUE(lesions[0].hip);
  const HipInvolvement& hip = *lesions[0].hip;
  EXPECT_GT(hip.dome.reached, 0.1);
  EXPECT_LT(hip.medialWall.open, 0.1);
  ASSERT_TRUE(hip.posteriorColumn);
  EXPECT_GT(*hip.posteriorColumn, 0.1);
  EXPECT_GT(hip.zoneShares[1], 0.5);
}

/// A shaft of 14 mm radius along z with a lesion beyond x = 4 mm over `lengthMm`, and the rest of a
/// femur by hand.
TEST(PelvicLesion, OfAFemurHasTheLengthAndTheArcThatItWasMadeWith) {
  for (const double lengthMm : {20.0, 40.0}) {
    const Grid grid({40, 40, 140}, Vec3(-19.5, -19.5, -69.5), Vec3::Ones());
    Case patient = testing::labelledCase(grid, {}, [&](const Vec3& p) -> std::uint16_t {
      if (std::hypot(p.x(), p.y()) > 14.0 || std::abs(p.z()) > 65.0)
        return 0;
      return p.x() > 4.0 && std::abs(p.z()) < lengthMm / 2.0 ? 2 : 1;
    });
    patient.structures = {part("femur_left", Role::Femur, {1, 2}),
                          part("lesion_1", Role::Lesion, {2})};
    FemurAnatomy femur;
    femur.structureId = "femur_left";
    femur.neckCentreMm = Vec3(0, 0, 60);
    femur.lesserTrochanterMm = Vec3(0, 0, lengthMm < 30.0 ? 20 : 80);
    const FemurInvolvement involved = measureInFemur(patient, *patient.find("lesion_1"), femur);
    EXPECT_NEAR(involved.corticalLengthMm, lengthMm, 1.5);
    EXPECT_NEAR(involved.outlineShare, std::acos(4.0 / 14.0) / std::numbers::pi, 0.06);
    EXPECT_EQ(involved.pertrochanteric, lengthMm < 30.0);
  }
}

}  // namespace
}  // namespace trocar::anatomy
