#include "planning/cement/body/body_stiffness.h"

#include "tests/planning/cement/block_case.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace trocar::cement {
namespace {

TEST(BodyStiffness, CompressionOfABlockFollowsHookeWithoutCrossContraction) {
  ElasticBody body;
  body.size = {4, 4, 6};
  body.sideMm = 1.5;
  body.poissonRatio = 0.0;
  body.modulusMPa.assign(96, 200.0);
  EXPECT_NEAR(compress(body, 0.01).forceN, 200.0 * 36.0 * 0.01, 1e-4);
}

TEST(BodyStiffness, ARimThatOverhangsTheWaistIsNotSqueezedByItself) {
  ElasticBody waist;
  waist.size = {12, 12, 12};
  waist.sideMm = 1.5;
  waist.modulusMPa.assign(1728, 0.0);
  ElasticBody rimmed = waist;
  for (int k = 0; k < 12; ++k)
    for (int j = 0; j < 12; ++j)
      for (int i = 0; i < 12; ++i) {
        const bool inWaist = i >= 3 && i < 9 && j >= 3 && j < 9;
        waist.modulusMPa[waist.elementAt(i, j, k)] = inWaist ? 300.0 : 0.0;
        rimmed.modulusMPa[rimmed.elementAt(i, j, k)] = inWaist || k >= 10 ? 300.0 : 0.0;
      }
  const double alone = compress(waist, 0.01).forceN;
  const Compression pressed = compress(rimmed, 0.01);
  EXPECT_GT(pressed.forceN, alone);
  EXPECT_LT(pressed.forceN, 1.5 * alone) << "the rim hangs free below";
}

// Kopperdahl et al. 2002: E = -34.7 + 3230 x density in g/cm3; 150 mg/cm3 give 450 MPa.
TEST(BodyStiffness, BoneModulusIsKopperdahls) {
  EXPECT_NEAR(boneModulusMPa(150.0 / 0.8), -34.7 + 3230.0 * 0.150, 1e-9);
  EXPECT_EQ(boneModulusMPa(-100.0), 10.0);
}

TEST(BodyStiffness, CementStiffensTheBodyWithinItsBand) {
  const BlockCase block;
  anatomy::VertebraAnatomy anatomy;
  anatomy.body.posteriorWall = {Vec3(0, 30, 0), Vec3::UnitY()};
  anatomy.body.depthMm = 31.0;
  anatomy.body.widthMm = 41.0;
  anatomy.body.volumeMl = 31.0;
  const Structure& bone = *block.model->patient().find("bone");
  CementSite site = makeCementSite(
      *block.model,
      {bone, &anatomy, {{{Vec3(0, -60, 0), Vec3::Zero()}, 3.0}}, 40.0, 1.5, {}, {}, {}});
  FilledSite filled{site, Filling(site.flow, {})};
  const auto untreated = bodyStiffness(filled, block.model->patient().ct);
  ASSERT_TRUE(untreated);
  EXPECT_NEAR(untreated->ratio, 1.0, 1e-6);
  EXPECT_EQ(untreated->cementLoadShare, 0.0);
  const std::size_t tip = site.flow.grid.offset(site.flow.grid.nearestVoxel(Vec3(0, 1.5, 0)));
  for (int step = 0; step < 30; ++step)
    filled.filling.inject(tip, 0.1, 0.05, {200.0, 0.5});
  const auto stiffer = bodyStiffness(filled, block.model->patient().ct);
  EXPECT_GT(stiffer->ratio, 1.0);
  EXPECT_LE(stiffer->lowRatio, stiffer->ratio);
  EXPECT_GE(stiffer->highRatio, stiffer->ratio);
  EXPECT_GT(stiffer->cementLoadShare, 0.0);
  EXPECT_LT(stiffer->cementLoadShare, 1.0);
}

TEST(BodyStiffness, StrainIsEvenInAnEvenBlockAndLessWhereCementIs) {
  const BlockCase block;
  anatomy::VertebraAnatomy anatomy;
  anatomy.body.posteriorWall = {Vec3(0, 30, 0), Vec3::UnitY()};
  anatomy.body.volumeMl = 31.0;
  const Structure& bone = *block.model->patient().find("bone");
  CementSite site = makeCementSite(*block.model, {bone, &anatomy, {}, 40.0, 1.5, {}, {}, {}});
  FilledSite filled{site, Filling(site.flow, {})};
  const std::size_t tip = site.flow.grid.offset(site.flow.grid.nearestVoxel(Vec3::Zero()));
  for (int step = 0; step < 30; ++step)
    filled.filling.inject(tip, 0.1, 0.05, {200.0, 0.5});
  const auto stiffness = bodyStiffness(filled, block.model->patient().ct);
  ASSERT_TRUE(stiffness);
  const auto along = [](const Image<float>& image) {
    std::vector<double> column;
    const Grid& grid = image.grid();
    const VoxelIndex middle = grid.nearestVoxel(Vec3::Zero());
    for (int k = 0; k < grid.size()[2]; ++k) {
      const double ratio = static_cast<double>(image.at({middle.i, middle.j, k}));
      if (ratio != 0.0)
        column.push_back(ratio);
    }
    return column;
  };
  // The plates press every column by the same length, so its mean ratio is 1.
  const std::vector<double> before = along(stiffness->untreatedStrainRatio);
  const std::vector<double> after = along(stiffness->strainRatio);
  ASSERT_EQ(before.size(), after.size());
  const auto mean = [](const std::vector<double>& column) {
    return std::accumulate(column.begin(), column.end(), 0.0) / static_cast<double>(column.size());
  };
  EXPECT_NEAR(mean(before), 1.0, 1e-3);
  EXPECT_NEAR(mean(after), 1.0, 1e-3);
  EXPECT_LT(after[after.size() / 2], 0.85 * before[before.size() / 2]) << "cement is stiffer";
}

}  // namespace
}  // namespace trocar::cement
