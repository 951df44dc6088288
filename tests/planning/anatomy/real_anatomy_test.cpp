// Anatomy of real people: public labelled CTs and a mesh of the Visible Human.
#include "core/import.h"
#include "planning/anatomy/pelvis_anatomy.h"
#include "planning/anatomy/vertebra_regions.h"
#include "planning/search/suggest.h"
#include "real_data.h"
#include "turned_case.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <map>

namespace trocar::anatomy {
namespace {

// Smallest and largest of 87 patients' means over L2 to L5 (Clouthier et al., J Biomech
// 2023;146:111421, the cohort table of the morphable lumbar model), here widened to single levels
// by a tenth.
void expectLumbarSize(const VertebraAnatomy& anatomy) {
  SCOPED_TRACE(anatomy.level);
  EXPECT_TRUE(anatomy.trust.trusted) << anatomy.trust.why;
  EXPECT_GT(anatomy.body.widthMm, 0.9 * 39.35);
  EXPECT_LT(anatomy.body.widthMm, 1.1 * 58.80);
  // Between the walls' planes, which lean on the endplates' edges; half way up veins hollow the
  // back.
  const double depthMm =
      (anatomy.body.posteriorWall.pointMm - anatomy.body.anteriorWall.pointMm).norm();
  EXPECT_GT(depthMm, 0.9 * 29.54);
  EXPECT_LT(depthMm, 1.1 * 41.95);
  EXPECT_LT(anatomy.body.depthMm, depthMm + 1.0);
  EXPECT_GT(anatomy.body.heightMiddleMm, 0.9 * 23.52);
  EXPECT_LT(anatomy.body.heightMiddleMm, 1.1 * 32.31);
}

// Safe zones of T11 to L5 are 7.2-17.8 mm wide and 13.9-16.7 mm high on average (PMC2200778); outer
// cortex of L5 10.3-16.2 mm (PubMed 16015613). A tenth and a voxel are left for single patients and
// masks.
void expectLumbarPedicle(const PedicleAnatomy& pedicle, double voxelMm) {
  EXPECT_TRUE(pedicle.trust.trusted) << pedicle.trust.why;
  EXPECT_GT(pedicle.isthmusWidthMm, 0.9 * 7.2 - voxelMm);
  EXPECT_LT(pedicle.isthmusWidthMm, 1.1 * 17.8 + 2.0 * voxelMm);
  EXPECT_GT(pedicle.isthmusHeightMm, 0.8 * 13.9 - voxelMm);
  EXPECT_LT(pedicle.isthmusHeightMm, 1.2 * 16.7 + voxelMm);
}

void expectSides(const VertebraAnatomy& anatomy) {
  EXPECT_GT((anatomy.left.centreMm - anatomy.bodyCentroidMm).x(), 8.0);
  EXPECT_LT((anatomy.right.centreMm - anatomy.bodyCentroidMm).x(), -8.0);
  EXPECT_GT(anatomy.left.transverseAngle.degrees(), -5.0);
  EXPECT_GT(anatomy.right.transverseAngle.degrees(), -5.0);
}

TEST(RealVertebrae, ofAnObliqueScanLieWhereTheirReadersPutThem) {
  const auto folder = testing::realData("ct_verse014");
  if (folder.empty())
    GTEST_SKIP() << "ct_verse014 is not here.";
  const Case patient = importCase(folder / "sub-verse014_ct.nii.gz",
                                  {{.path = folder / "sub-verse014_seg-vert_msk.nii.gz"}},
                                  {.scheme = "verse"});
  const std::vector<VertebraAnatomy> anatomies = measureVertebrae(patient);
  ASSERT_EQ(anatomies.size(), 5U);
  std::ifstream in(folder / "sub-verse014_seg-vb_ctd.json");
  const auto centroids = nlohmann::json::parse(in);
  const Grid& grid = patient.layers.front().grid();
  for (std::size_t n = 0; n < anatomies.size(); ++n) {
    const VertebraAnatomy& anatomy = anatomies[n];
    SCOPED_TRACE(anatomy.level);
    EXPECT_EQ(anatomy.level, "L" + std::to_string(n + 1));
    const auto& truth = centroids.at(n + 1);
    const Vec3 read = grid.voxelToPatient(Vec3(truth.at("X"), truth.at("Y"), truth.at("Z")));
    EXPECT_LT((anatomy.bodyCentroidMm - read).norm(), 3.0);
    expectLumbarSize(anatomy);
    expectLumbarPedicle(anatomy.left, 1.0);
    expectLumbarPedicle(anatomy.right, 1.0);
    expectSides(anatomy);
  }
  EXPECT_LT(anatomies[0].left.isthmusWidthMm, anatomies[3].left.isthmusWidthMm);
}

/// Share of voxels that two readings of the body have in common (Dice).
double agreement(const Case& patient,
                 const VertebraRegions& regions,
                 const Structure& bodies,
                 const Structure& bone) {
  const Grid& grid = regions.parts.grid();
  const auto body = maskOf(patient, bodies, grid);
  const auto whole = maskOf(patient, bone, grid);
  double both = 0.0;
  double sum = 0.0;
  for (std::size_t n = 0; n < grid.voxelCount(); ++n) {
    const bool theirs = body.voxels()[n] != 0 && whole.voxels()[n] != 0;
    const bool ours = regions.parts.voxels()[n] == static_cast<std::uint8_t>(VertebraPart::Body);
    both += theirs && ours ? 1.0 : 0.0;
    sum += (theirs ? 1.0 : 0.0) + (ours ? 1.0 : 0.0);
  }
  return 2.0 * both / sum;
}

TEST(RealVertebrae, ofACoarseScanHaveTheBodiesAnotherSegmentationGivesThem) {
  const auto folder = testing::realData("ct_totalseg_spine_report");
  if (folder.empty())
    GTEST_SKIP() << "ct_totalseg_spine_report is not here.";
  Case patient = importCase(folder / "example_ct.nii.gz",
                            {{.path = folder / "totalseg.nii.gz"}},
                            {.scheme = "totalsegmentator"});
  const Case other = importCase(
      folder / "example_ct.nii.gz",
      {{.path = folder / "totalseg_vertebrae_body.nii.gz", .role = Role::Bone, .id = "bodies"}});
  patient.layers.push_back(other.layers.front());
  Structure bodies;
  bodies.id = "bodies";
  bodies.role = Role::Bone;
  bodies.region = LabelRegion{static_cast<int>(patient.layers.size()) - 1, {1}};
  int measured = 0;
  for (const VertebraAnatomy& anatomy : measureVertebrae(patient)) {
    if (anatomy.level.front() != 'L')
      continue;
    SCOPED_TRACE(anatomy.level);
    ++measured;
    expectLumbarSize(anatomy);
    expectSides(anatomy);
    EXPECT_TRUE(anatomy.left.trust.trusted && anatomy.right.trust.trusted);
    EXPECT_GT(
        agreement(
            patient, divideVertebra(patient, anatomy), bodies, *patient.find(anatomy.structureId)),
        0.80);
  }
  EXPECT_EQ(measured, 5);
}

/// Height of the upright run of a structure's voxels around a point.
double columnMm(const Case& patient, const std::string& id, const Vec3& pointMm) {
  const Structure& structure = *patient.find(id);
  double height = 0.0;
  for (const double step : {0.25, -0.25})
    for (Vec3 p = pointMm; contains(patient, structure, p); p.z() += step)
      height += std::abs(step);
  return height;
}

TEST(RealVertebrae, ofTheVisibleHumanAreMeasuredFromTheirSurfaces) {
  const auto folder = testing::realData("mesh_artisynth_LSS");
  if (folder.empty())
    GTEST_SKIP() << "mesh_artisynth_LSS is not here.";
  const Case& patient = testing::visibleHuman(folder);
  EXPECT_NEAR(
      volumeMl(patient, *patient.find("vertebra_L3")), 80.6, 1.0);  // Of the closed mesh itself.
  for (const VertebraAnatomy& anatomy : measureVertebrae(patient)) {
    expectLumbarSize(anatomy);
    expectSides(anatomy);
    for (const PedicleAnatomy* pedicle : {&anatomy.left, &anatomy.right}) {
      EXPECT_TRUE(pedicle->trust.trusted) << pedicle->trust.why;
      EXPECT_GT(pedicle->isthmusWidthMm, 7.2);
      EXPECT_LT(pedicle->isthmusWidthMm, 21.0);
      // The mesh was shrink-wrapped, which fills its notches: its pedicles are taller than
      // published ones. So the height is held against the column of voxels that stands there.
      EXPECT_GT(pedicle->isthmusHeightMm, 0.8 * 13.9);
      EXPECT_LT(pedicle->isthmusHeightMm,
                columnMm(patient, anatomy.structureId, pedicle->centreMm) + 2.0);
    }
  }
}

TEST(RealPelvis, ofTheVisibleHumanHasItsLandmarksInTheirPlaces) {
  const auto folder = testing::realData("mesh_artisynth_LSS");
  if (folder.empty())
    GTEST_SKIP() << "mesh_artisynth_LSS is not here.";
  const PelvisAnatomy pelvis = measurePelvis(testing::visibleHuman(folder));
  ASSERT_EQ(pelvis.hips.size(), 2U);
  const HipAnatomy& left = pelvis.hips[0];
  const HipAnatomy& right = pelvis.hips[1];
  // The vertebrae of the mesh were made symmetric; the two hip bones of a man agree within 2 mm.
  const auto mirrored = [](const Vec3& p) { return Vec3(-p.x(), p.y(), p.z()); };
  EXPECT_LT((left.acetabulum.centreMm - mirrored(right.acetabulum.centreMm)).norm(), 2.0);
  EXPECT_GT(left.acetabulum.radiusMm, 22.0);
  EXPECT_LT(left.acetabulum.radiusMm, 32.0);
  for (const auto landmark : {&HipAnatomy::anteriorSuperiorSpineMm,
                              &HipAnatomy::anteriorInferiorSpineMm,
                              &HipAnatomy::posteriorSuperiorSpineMm,
                              &HipAnatomy::ischialSpineMm,
                              &HipAnatomy::ischialTuberosityMm,
                              &HipAnatomy::greaterNotchMm}) {
    ASSERT_TRUE((left.*landmark).has_value() && (right.*landmark).has_value());
    EXPECT_LT((*(left.*landmark) - mirrored(*(right.*landmark))).norm(), 5.0);
  }
  EXPECT_GT(left.anteriorSuperiorSpineMm->x(), left.acetabulum.centreMm.x());
  EXPECT_LT(left.anteriorInferiorSpineMm->z(), left.anteriorSuperiorSpineMm->z() - 15.0);
  EXPECT_GT(left.posteriorSuperiorSpineMm->y(), left.greaterNotchMm->y() + 20.0);
  EXPECT_LT(left.ischialTuberosityMm->z(), left.ischialSpineMm->z() - 30.0);
  ASSERT_TRUE(pelvis.sacrum.has_value());
  EXPECT_TRUE(pelvis.sacrum->trust.trusted) << pelvis.sacrum->trust.why;
  const double slopeDeg =
      std::atan2(-pelvis.sacrum->frame.superior.y(), pelvis.sacrum->frame.superior.z()) * 180.0 /
      M_PI;
  EXPECT_GT(slopeDeg, 20.0);
  EXPECT_LT(slopeDeg, 60.0);
}

// A header turned by up to 40 degrees, or a mirrored picture with its sides exchanged, is the same
// bone.
TEST(RealPelvis, ofTheVisibleHumanHasItsLandmarksWhereverItIsTurned) {
  const auto folder = testing::realData("mesh_artisynth_LSS");
  if (folder.empty())
    GTEST_SKIP() << "mesh_artisynth_LSS is not here.";
  const Case patient = testing::coarser(testing::visibleHuman(folder));
  testing::expectTurnsWithTheBone(patient, 2.5);
  testing::expectMirrors(patient, 3.0);
}

// Published ranges of corridors: 110 to 179 mm from ilium to ilium (10.1055/s-0044-1800947),
// anterior column 5.6 to 10.8 mm wide for one implant and up to 18 mm thick (Injury 2009;40:1067,
// 2010;41:339), posterior column 16.5 to 30.3 mm thick (ibid.).
TEST(RealPelvis, ofTheVisibleHumanHoldsScrewsInCorridorsOfPublishedSize) {
  const auto folder = testing::realData("mesh_artisynth_LSS");
  if (folder.empty())
    GTEST_SKIP() << "mesh_artisynth_LSS is not here.";
  const CaseModel model(std::make_shared<const Case>(testing::visibleHuman(folder)));
  struct Expected {
    Approach approach;
    double narrowestMm, widestMm, shortestMm, longestMm;
  };
  for (const Expected& expected : {Expected{Approach::TranssacralScrew, 7.0, 25.0, 105.0, 180.0},
                                   {Approach::AnteriorColumnScrew, 7.0, 18.2, 70.0, 130.0},
                                   {Approach::PosteriorColumnScrew, 14.0, 30.3, 60.0, 150.0},
                                   {Approach::Lc2Screw, 8.0, 30.0, 80.0, 150.0}}) {
    for (const Side side : {Side::Left, Side::Right}) {
      SCOPED_TRACE(std::string(toString(expected.approach)) + " " + std::string(toString(side)));
      search::SuggestRequest request;
      request.approach = expected.approach;
      request.side = side;
      request.count = 1;
      const search::Suggestions found = search::suggest(model, {}, request);
      ASSERT_FALSE(found.cards.empty());
      const std::vector<search::ScoreTerm>& terms = found.cards[0].terms;
      EXPECT_GT(terms[1].value, expected.narrowestMm);
      EXPECT_LT(terms[1].value, expected.widestMm);
      EXPECT_GE(terms[2].value, expected.shortestMm);
      EXPECT_LE(terms[2].value, expected.longestMm);
      const Trajectory& axis = found.cards[0].needles[0].trajectory;
      const bool byTip = expected.approach == Approach::AnteriorColumnScrew;
      EXPECT_GT(signOf(side) * (byTip ? axis.target : axis.entry).x(), 0.0);
    }
  }
}

}  // namespace
}  // namespace trocar::anatomy
