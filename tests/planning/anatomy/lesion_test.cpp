#include "core/patients.h"
#include "phantom.h"
#include "planning/anatomy/lesion_anatomy.h"
#include "tests/planning/bundled_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace trocar::anatomy {
namespace {

using testing::Phantom;

double ballMl(double radiusMm) {
  return 4.0 / 3.0 * std::numbers::pi * std::pow(radiusMm, 3) / 1000.0;
}

/// Within 2 mm of the surface of a bone.
bool inCortex(const Phantom& phantom, const Vec3& p) {
  for (int axis = 0; axis < 3; ++axis)
    if (!phantom.contains(p + 2.0 * Vec3::Unit(axis)) ||
        !phantom.contains(p - 2.0 * Vec3::Unit(axis)))
      return true;
  return false;
}

/// A phantom's case with a CT: 180 HU inside, a cortex of 2 mm at 900 HU, 40 HU in the ball and 30
/// HU around; inside the ball nothing of the cortex is left.
Case withBall(const Phantom& phantom, const Vec3& centre, double radius) {
  Case patient = testing::phantomCase(phantom, {});
  const Grid grid = patient.layers.front().grid();
  std::vector<std::int16_t> hu(grid.voxelCount(), 30);
  for (std::size_t n = 0; n < hu.size(); ++n) {
    const Vec3 p = grid.voxelToPatient(grid.voxelAt(n));
    if ((p - centre).norm() <= radius)
      hu[n] = 40;
    else if (patient.layers.front().voxels()[n] != 0)
      hu[n] = inCortex(phantom, p) ? 900 : 180;
  }
  patient.ct = Volume(grid, std::move(hu));
  Structure lesion;
  lesion.id = "lesion_1";
  lesion.name = "Lesion";
  lesion.role = Role::Lesion;
  lesion.region = EllipsoidRegion{centre, Eigen::Matrix3d::Identity(), Vec3::Constant(radius)};
  patient.structures.push_back(lesion);
  return patient;
}

LesionAnatomy measured(const Case& patient) {
  return measureLesion(patient, *patient.find("lesion_1"), measureVertebrae(patient), {});
}

TEST(Lesion, withinABodyIsAFractionOfItAndBreaksNothing) {
  const Phantom phantom = testing::lumbarPhantom();
  const Case patient = withBall(phantom, {4, -4, 0}, 8.0);
  const LesionAnatomy lesion = measured(patient);
  const double body = measureVertebrae(patient).front().body.volumeMl;
  EXPECT_EQ(lesion.boneId, "vertebra_L3");
  EXPECT_NEAR(lesion.volumeMl, ballMl(8.0), 0.01);
  EXPECT_NEAR(lesion.inBoneMl, ballMl(8.0), 0.05);
  EXPECT_NEAR(lesion.softTissueMl, 0.0, 0.01);
  EXPECT_NEAR(lesion.bodyFraction.value(), ballMl(8.0) / body, 0.005);
  EXPECT_NEAR(lesion.bodyLysisFraction.value(), ballMl(8.0) / body, 0.01);
  EXPECT_NEAR(lesion.meanHu, 40.0, 5.0);
  EXPECT_EQ(lesion.matrix, LesionMatrix::Lytic);
  EXPECT_NEAR(lesion.leftPedicleFraction.value(), 0.0, 1e-9);
  EXPECT_NEAR(lesion.posteriorWallDefectMm2.value(), 0.0, 1e-9);
  EXPECT_TRUE(lesion.corticalDefects.empty());
  EXPECT_NEAR(lesion.boneQualityHu.value(), 180.0, 5.0);
  EXPECT_FALSE(lesion.epiduralDistanceMm.has_value());
}

TEST(Lesion, throughThePosteriorWallOpensItByTheDiscItCuts) {
  const Phantom phantom = testing::lumbarPhantom();
  const double wallY = 0.42 * phantom.depthMm;
  const Vec3 centre(0, wallY - 4.0, -4.0);
  const LesionAnatomy lesion = measured(withBall(phantom, centre, 9.0));
  // Bare is the disc that the ball cuts from the wall, less the rim where cortex still lies within
  // reach. The wall's own voxels lie up to one voxel before it, where the ball is wider.
  const double disc = std::numbers::pi * (81.0 - 9.0);
  EXPECT_GT(lesion.posteriorWallDefectMm2.value(), 0.55 * disc);
  EXPECT_LT(lesion.posteriorWallDefectMm2.value(), 1.05 * disc);
  ASSERT_FALSE(lesion.corticalDefects.empty());
  EXPECT_EQ(lesion.corticalDefects.front().place, "posterior wall");
  EXPECT_NEAR(lesion.corticalDefects.front().atMm.x(), 0.0, 2.0);
  EXPECT_NEAR(lesion.corticalDefects.front().atMm.y(), wallY, 1.5);
  EXPECT_GT(lesion.softTissueMl, 0.1);
}

TEST(Lesion, ofTheLeftPedicleIsNotOfTheRight) {
  const Phantom phantom = testing::lumbarPhantom();
  const LesionAnatomy lesion = measured(withBall(phantom, phantom.pedicleCentreMm(1), 5.0));
  EXPECT_GT(lesion.leftPedicleFraction.value(), 0.2);
  EXPECT_NEAR(lesion.rightPedicleFraction.value(), 0.0, 1e-9);
}

TEST(Lesion, knowsHowFarTheDuraIs) {
  const Phantom phantom = testing::lumbarPhantom();
  Case patient = withBall(phantom, {0, 0, 0}, 6.0);
  Structure sac;
  sac.id = "thecal_sac";
  sac.name = "Thecal sac";
  sac.role = Role::ThecalSac;
  sac.region = TubeRegion{{{0, 22, -40}, {0, 22, 40}}, 6.0};
  patient.structures.push_back(sac);
  const LesionAnatomy lesion = measured(patient);
  EXPECT_NEAR(lesion.epiduralDistanceMm.value(), 10.0, 0.8);
  EXPECT_FALSE(lesion.duralContact.value());
}

TEST(Lesion, withoutAVoxelOrABoneIsSaidToBeSo) {
  const Phantom phantom = testing::lumbarPhantom();
  const LesionAnatomy far = measured(withBall(phantom, {0, -50, 40}, 4.0));
  EXPECT_TRUE(far.boneId.empty());
  EXPECT_NEAR(far.softTissueMl, ballMl(4.0), 0.05);
  EXPECT_FALSE(far.bodyFraction.has_value());

  Case patient = testing::phantomCase(phantom, {});
  Structure empty;
  empty.id = "lesion_1";
  empty.role = Role::Lesion;
  empty.region = LabelRegion{0, {77}};
  patient.structures.push_back(empty);
  EXPECT_FALSE(measured(patient).trust.trusted);
}

/// The lesion of a bundled patient, at 2 mm to be quick.
LesionAnatomy ofBundled(const char* id) {
  return measured(makeBundledPatient(id, 2.0));
}

TEST(BundledLesion, ofTheTenthThoracicVertebraIsWhatItsHistorySays) {
  const LesionAnatomy lesion = ofBundled("t10-renal");
  EXPECT_EQ(lesion.boneId, "vertebra_T10");
  EXPECT_EQ(lesion.matrix, LesionMatrix::Lytic);
  EXPECT_GT(lesion.bodyFraction.value(), 0.5);
  EXPECT_GT(lesion.rightPedicleFraction.value(), 0.5);
  EXPECT_LT(lesion.leftPedicleFraction.value(), 0.02);
  EXPECT_LT(lesion.collapseFraction.value(), 0.1);
}

TEST(BundledLesion, ofTheFourthLumbarVertebraIsWhatItsHistorySays) {
  const LesionAnatomy lesion = ofBundled("l4-lung");
  EXPECT_EQ(lesion.boneId, "vertebra_L4");
  EXPECT_NEAR(lesion.collapseFraction.value(), 0.30, 0.05);
  EXPECT_GT(lesion.posteriorWallDefectMm2.value(), 40.0);
  EXPECT_TRUE(lesion.duralContact.value());
  EXPECT_GT(lesion.softTissueMl, 0.2);
}

TEST(VertebraParts, meetTheSolidsTheyWereMadeOf) {
  const Phantom phantom = testing::lumbarPhantom();
  const Case patient = testing::phantomCase(phantom, {});
  const VertebraAnatomy anatomy = measureVertebrae(patient).front();
  const VertebraRegions parts = divideVertebra(patient, anatomy);
  EXPECT_EQ(parts.at({0, 0, 0}), VertebraPart::Body);
  EXPECT_EQ(parts.at(phantom.pedicleCentreMm(1)), VertebraPart::LeftPedicle);
  EXPECT_EQ(parts.at(phantom.pedicleCentreMm(-1)), VertebraPart::RightPedicle);
  EXPECT_EQ(parts.at(phantom.canalCentreMm()), VertebraPart::Canal);
  EXPECT_EQ(parts.at(phantom.canalCentreMm() + Vec3(0, 30, -6)), VertebraPart::Spinous);
  EXPECT_EQ(parts.at(phantom.canalCentreMm() + Vec3(38, 5, 2)), VertebraPart::LeftTransverse);
  EXPECT_EQ(parts.at(phantom.canalCentreMm() + Vec3(-38, 5, 2)), VertebraPart::RightTransverse);
  EXPECT_EQ(parts.at({0, -60, 0}), VertebraPart::None);
}

TEST(Lesion, acrossTwoVertebraeIsMeasuredInBoth) {
  Case patient = bundledModel("l3-breast").patient();
  std::erase_if(patient.structures, [](const Structure& s) { return s.role == Role::Lesion; });
  const std::vector<VertebraAnatomy> vertebrae = measureVertebrae(patient);
  const auto centroidOf = [&](const char* level) {
    return std::find_if(vertebrae.begin(),
                        vertebrae.end(),
                        [&](const VertebraAnatomy& v) { return v.level == level; })
        ->bodyCentroidMm;
  };
  Structure lesion;
  lesion.id = "lesion_1";
  lesion.name = "Lesion";
  lesion.role = Role::Lesion;
  lesion.region = EllipsoidRegion{0.45 * centroidOf("L1") + 0.55 * centroidOf("L2"),
                                  Eigen::Matrix3d::Identity(),
                                  Vec3(12.0, 12.0, 20.0)};
  patient.structures.push_back(lesion);
  const std::vector<LesionAnatomy> both = measureLesions(patient, vertebrae, {});
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(both[0].boneId, "vertebra_L2") << "the larger part";
  EXPECT_EQ(both[1].boneId, "vertebra_L1");
  EXPECT_EQ(both[0].volumeMl, both[1].volumeMl);
  EXPECT_GT(both[0].bodyFraction.value_or(0.0), both[1].bodyFraction.value_or(1.0));
  EXPECT_GT(both[1].bodyFraction.value_or(0.0), 0.03);
  EXPECT_EQ(measureLesion(patient, lesion, vertebrae, {}).boneId, "vertebra_L2");
}

}  // namespace
}  // namespace trocar::anatomy
