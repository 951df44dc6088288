#include "core/case.h"

#include "core/label_extents.h"
#include "tests/core/shapes.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <numbers>

namespace trocar {
namespace {

using testing::ElementsAre;

Structure tubeAlongZ() {
  return {"root",
          "root",
          Role::Nerve,
          TubeRegion{{{0, 0, 0}, {0, 0, 20}, {10, 0, 20}}, 2.0},
          Basis::Entered};
}

Structure ellipsoid() {
  EllipsoidRegion region;
  region.centreMm = Vec3(5, 6, 7);
  region.axes = turned(30.0);
  region.radiiMm = Vec3(10, 6, 3);
  return {"lesion_1", "lesion", Role::Lesion, region, Basis::Entered};
}

TEST(Case, ListsLevelsFromCranialToCaudalWhateverTheOrderOfTheStructures) {
  Case patient;
  for (const char* id :
       {"vertebra_L2", "vertebra_T12", "vertebra_C7", "vertebra_L10", "vertebra_T13", "vertebra_X"})
    patient.structures.push_back(labelled(id, Role::Vertebra, {1}));
  patient.structures.push_back(labelled("vertebra_L1", Role::Other, {1}));
  EXPECT_THAT(levelsOf(patient), ElementsAre("C7", "T12", "T13", "L2"));
}

TEST(Case, KnowsTheOrderOfEveryLevelAndRefusesOtherWords) {
  EXPECT_EQ(levelOrder("C1"), 0);
  EXPECT_EQ(levelOrder("T1"), 7);
  EXPECT_EQ(levelOrder("L1"), 20);
  EXPECT_EQ(levelOrder("L6"), 25);
  for (const char* word : {"", "L", "L0", "L7", "C8", "T14", "S1", "l3", "L3x", "L03"})
    EXPECT_FALSE(levelOrder(word)) << word;
}

TEST(Case, NamesPatientPositionsBothWays) {
  for (const auto position : {PatientPosition::Unknown,
                              PatientPosition::Supine,
                              PatientPosition::Prone,
                              PatientPosition::LateralLeft,
                              PatientPosition::LateralRight})
    EXPECT_EQ(patientPositionFromString(toString(position)), position);
  EXPECT_FALSE(patientPositionFromString("upside down"));
}

TEST(Case, CountsTheVolumeOfLabelsOnAnObliqueGrid) {
  const Grid grid({10, 12, 14}, Vec3(3, 4, 5), Vec3(0.5, 2.0, 1.5), turned(25.0));
  std::vector<std::uint16_t> voxels(grid.voxelCount(), 0);
  voxels[0] = 1;
  voxels[7] = 3;
  voxels[8] = 2;
  Case patient = caseOf({grid, voxels});
  patient.structures.push_back(labelled("both", Role::Other, {1, 3}));
  EXPECT_NEAR(volumeMl(patient, *patient.find("thing")), 1.5e-3, 1e-12);
  EXPECT_NEAR(volumeMl(patient, *patient.find("both")), 3.0e-3, 1e-12);
  EXPECT_EQ(patient.find("nothing"), nullptr);
}

TEST(Case, GivesTubesAndEllipsoidsTheirClosedForm) {
  constexpr double pi = std::numbers::pi;
  EXPECT_NEAR(volumeMl({}, tubeAlongZ()), (pi * 4 * 30 + 4.0 / 3.0 * pi * 8) / 1000.0, 1e-12);
  EXPECT_NEAR(volumeMl({}, ellipsoid()), 4.0 / 3.0 * pi * 10 * 6 * 3 / 1000.0, 1e-12);
}

TEST(Case, CountsAsManyMaskVoxelsAsTheClosedFormHolds) {
  const Grid grid({60, 60, 60}, Vec3(-10, -9, -8), Vec3(0.5, 0.5, 0.5));
  const Image<std::uint8_t> mask = maskOf({}, ellipsoid(), grid);
  double voxels = 0;
  for (const std::uint8_t inside : mask.voxels())
    voxels += inside;
  EXPECT_NEAR(voxels * grid.voxelVolumeMm3() / 1000.0, volumeMl({}, ellipsoid()), 0.005);
}

TEST(Case, ContainsAPointWhereTheNearestVoxelCarriesTheLabel) {
  const Grid grid({4, 4, 4}, Vec3(10, 20, 30), Vec3(2, 2, 2), turned(40.0));
  std::vector<std::uint16_t> voxels(grid.voxelCount(), 0);
  voxels[grid.offset({1, 2, 3})] = 1;
  const Case patient = caseOf({grid, voxels});
  const Vec3 centre = grid.voxelToPatient(VoxelIndex{1, 2, 3});
  EXPECT_TRUE(
      contains(patient, patient.structures[0], centre + grid.directions() * Vec3(0.9, -0.9, 0.9)));
  EXPECT_FALSE(
      contains(patient, patient.structures[0], centre + grid.directions() * Vec3(1.1, 0, 0)));
  EXPECT_FALSE(contains(patient, patient.structures[0], Vec3(1e9, 0, 0)));
}

TEST(Case, CopiesALabelToAnotherGridByNearestVoxel) {
  const Grid coarse({4, 4, 4}, Vec3::Zero(), Vec3(2, 2, 2));
  std::vector<std::uint16_t> voxels(coarse.voxelCount(), 0);
  voxels[coarse.offset({1, 1, 1})] = 1;
  const Case patient = caseOf({coarse, voxels});
  const Grid fine({8, 8, 8}, Vec3(-0.5, -0.5, -0.5), Vec3(1, 1, 1));
  const Image<std::uint8_t> mask = maskOf(patient, patient.structures[0], fine);
  int count = 0;
  for (const std::uint8_t inside : mask.voxels())
    count += inside;
  EXPECT_EQ(count, 8);
  EXPECT_EQ(mask.at({2, 2, 2}), 1);
  EXPECT_EQ(mask.at({3, 3, 3}), 1);
}

TEST(Case, BoundsTheOuterFacesOfVoxels) {
  const Grid grid({6, 6, 6}, Vec3::Zero(), Vec3(1, 2, 3));
  std::vector<std::uint16_t> voxels(grid.voxelCount(), 0);
  voxels[grid.offset({1, 2, 3})] = 1;
  voxels[grid.offset({4, 2, 3})] = 1;
  const Case patient = caseOf({grid, voxels});
  const Box box = boundsOf(patient, patient.structures[0]).value();
  EXPECT_TRUE(box.lowMm.isApprox(Vec3(0.5, 3, 7.5)));
  EXPECT_TRUE(box.highMm.isApprox(Vec3(4.5, 5, 10.5)));
  EXPECT_FALSE(boundsOf(patient, labelled("none", Role::Other, {9})));
}

TEST(Case, BoundsTubesAndEllipsoidsTightly) {
  const Box tube = boundsOf({}, tubeAlongZ()).value();
  EXPECT_TRUE(tube.lowMm.isApprox(Vec3(-2, -2, -2)));
  EXPECT_TRUE(tube.highMm.isApprox(Vec3(12, 2, 22)));
  const Box box = boundsOf({}, ellipsoid()).value();
  const EllipsoidRegion region = std::get<EllipsoidRegion>(ellipsoid().region);
  for (int a = 0; a < 3; ++a) {
    const double reach = region.radiiMm.cwiseProduct(region.axes.row(a).transpose()).norm();
    EXPECT_NEAR(box.highMm[a] - region.centreMm[a], reach, 1e-12);
    EXPECT_NEAR(region.centreMm[a] - box.lowMm[a], reach, 1e-12);
  }
}

TEST(Case, SaysWhichLabelsTouchTheBorderOfTheirGrid) {
  const Grid grid({5, 5, 5}, Vec3::Zero(), Vec3::Ones());
  std::vector<std::uint16_t> voxels(grid.voxelCount(), 0);
  voxels[grid.offset({2, 2, 2})] = 1;
  voxels[grid.offset({2, 2, 4})] = 2;
  const Case patient = caseOf({grid, voxels});
  EXPECT_FALSE(touchesBorder(patient, patient.structures[0]));
  EXPECT_TRUE(touchesBorder(patient, labelled("two", Role::Other, {2})));
  EXPECT_FALSE(touchesBorder(patient, ellipsoid()));
}

TEST(LabelExtents, FindsCountsAndBoxesOfAllValuesInOnePass) {
  const Grid grid({5, 6, 7}, Vec3::Zero(), Vec3::Ones());
  std::vector<std::uint16_t> voxels(grid.voxelCount(), 0);
  voxels[grid.offset({1, 2, 3})] = 65535;
  voxels[grid.offset({4, 0, 6})] = 65535;
  voxels[grid.offset({2, 2, 2})] = 1;
  const auto extents = labelExtents({grid, voxels});
  ASSERT_EQ(extents.size(), 2U);
  EXPECT_EQ(extents.at(65535).voxels, 2U);
  EXPECT_THAT(extents.at(65535).low, ElementsAre(1, 0, 3));
  EXPECT_THAT(extents.at(65535).high, ElementsAre(4, 2, 6));
  EXPECT_EQ(extents.at(1).voxels, 1U);
}

TEST(ContentHash, ChangesWithAVoxelAPlaceOrARegionAndNotWithTheTitle) {
  const Grid grid({5, 6, 7}, Vec3::Zero(), Vec3::Ones());
  const Case patient = caseOf({grid, std::vector<std::uint16_t>(grid.voxelCount(), 1)});
  const std::string hash = contentHash(patient);
  EXPECT_EQ(hash.size(), 64U);
  Case other = patient;
  other.title = "another title";
  other.id = "another";
  EXPECT_EQ(contentHash(other), hash);
  other = patient;
  std::vector<std::int16_t> hu = patient.ct.voxels();
  hu[17] = 1;
  other.ct = Volume(grid, hu);
  EXPECT_NE(contentHash(other), hash);
  other = patient;
  other.ct = Volume(Grid({5, 6, 7}, Vec3(0, 0, 1e-9), Vec3::Ones()), patient.ct.voxels());
  EXPECT_NE(contentHash(other), hash);
  other = patient;
  other.structures[0].region = LabelRegion{0, {1, 2}};
  EXPECT_NE(contentHash(other), hash);
}

}  // namespace
}  // namespace trocar
