#include "core/segmentation/canal.h"
#include "core/segmentation/skin.h"
#include "tests/core/shapes.h"

#include <gtest/gtest.h>

#include <cmath>

namespace trocar {
namespace {

/// HU on an oblique, mirrored grid of 1.5 mm voxels around the origin.
template <typename Hu>
Volume volumeWhere(const Hu& hu, const Vec3& halfMm) {
  const Vec3 spacing(1.5, 1.5, 1.5);
  Eigen::Matrix3d axes = Eigen::Matrix3d::Identity();
  axes.col(1) = -axes.col(1);
  const std::array<int, 3> size = {static_cast<int>(2 * halfMm[0] / 1.5),
                                   static_cast<int>(2 * halfMm[1] / 1.5),
                                   static_cast<int>(2 * halfMm[2] / 1.5)};
  const Grid grid(
      size, Vec3(-halfMm[0], halfMm[1], -halfMm[2]) + 0.75 * Vec3(1, -1, 1), spacing, axes);
  std::vector<std::int16_t> voxels(grid.voxelCount());
  for (std::size_t v = 0; v < voxels.size(); ++v)
    voxels[v] = static_cast<std::int16_t>(hu(grid.voxelToPatient(grid.voxelAt(v))));
  return {grid, voxels};
}

/// A trunk of 150 x 100 mm with a lung and, behind it, a table 6 mm away that a strap holds to it.
double trunkHu(const Vec3& p) {
  const double trunk = std::pow(p[0] / 75.0, 2) + std::pow(p[1] / 50.0, 2);
  if (trunk <= 1.0)
    return std::hypot(p[0] - 30.0, p[1]) < 20.0 ? -850.0 : 40.0;
  const bool table = std::abs(p[0]) < 80.0 && p[1] > 56.0 && p[1] < 62.0;
  const bool strap = std::abs(p[0]) < 1.0 && p[1] > 49.0 && p[1] < 57.0;
  return table || strap ? 100.0 : -1000.0;
}

TEST(SegmentBody, FindsTheTrunkWithItsLungAndWithoutTheTable) {
  const auto found = segmentation::segmentBody(volumeWhere(trunkHu, Vec3(90, 75, 24)));
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->cutShare, 0.0, 1e-12);
  EXPECT_EQ(found->body.nearest(Vec3(30, 0, 0), 0), 1) << "the lung";
  EXPECT_EQ(found->body.nearest(Vec3(0, 0, 10), 0), 1);
  EXPECT_EQ(found->body.nearest(Vec3(0, 59, 0), 1), 0) << "the table";
  EXPECT_EQ(found->body.nearest(Vec3(0, -53, 0), 1), 0);
  double voxels = 0;
  for (const std::uint16_t voxel : found->body.voxels())
    voxels += voxel;
  const double truthMm3 = 3.14159265 * 75.0 * 50.0 * 48.0;
  EXPECT_NEAR(voxels * found->body.grid().voxelVolumeMm3(), truthMm3, 0.03 * truthMm3);
}

TEST(SegmentBody, FindsNoSkinWhereTheImageIsNarrowerThanTheBody) {
  EXPECT_FALSE(segmentation::segmentBody(volumeWhere(trunkHu, Vec3(40, 75, 24))));
  const auto arms = segmentation::segmentBody(volumeWhere(trunkHu, Vec3(72, 75, 24)));
  ASSERT_TRUE(arms);
  EXPECT_GT(arms->cutShare, 0.02);
  EXPECT_FALSE(segmentation::segmentBody(
      volumeWhere([](const Vec3&) { return -1000.0; }, Vec3(30, 30, 30))));
}

/// Rings of bone around a canal of 24 x 16 mm that runs along an oblique line, 20 of every 30 mm.
Case ringedSpine(double closedDegrees) {
  const Vec3 along = Vec3(0.1, -0.3, 1.0).normalized();
  const Grid grid({80, 80, 110}, Vec3(-40, -40, -10), Vec3(1, 1, 1));
  std::vector<std::uint16_t> voxels(grid.voxelCount(), 0);
  for (std::size_t v = 0; v < voxels.size(); ++v) {
    const Vec3 point = grid.voxelToPatient(grid.voxelAt(v));
    const double height = point.dot(along);
    const Vec3 off = point - height * along;
    const double inner = std::hypot(off[0] / 12.0, off[1] / 8.0);
    const double angle = std::abs(std::atan2(off[0], off[1])) * 180.0 / 3.14159265;
    const int level = static_cast<int>(std::floor(height / 30.0));
    const bool inLevel = height - 30.0 * level < 20.0 && level >= 0 && level < 3;
    if (inLevel && inner > 1.0 && inner < 1.5 && angle < closedDegrees)
      voxels[v] = static_cast<std::uint16_t>(3 - level);
  }
  Case patient = caseOf({grid, voxels});
  patient.structures = {labelled("vertebra_L1", Role::Vertebra, {1}),
                        labelled("vertebra_L2", Role::Vertebra, {2}),
                        labelled("vertebra_L3", Role::Vertebra, {3})};
  return patient;
}

TEST(EstimateCanal, FollowsTheHolesOfTheRingsAlsoBetweenThem) {
  const auto canal = segmentation::estimateCanal(ringedSpine(181.0));
  ASSERT_TRUE(canal);
  const Vec3 along = Vec3(0.1, -0.3, 1.0).normalized();
  const Vec3 left = (Vec3::UnitX() - along * along[0]).normalized();
  const Vec3 posterior = along.cross(left);
  for (const double height : {5.0, 25.0, 40.0, 55.0, 75.0}) {
    EXPECT_EQ(canal->nearest(height * along, 0), 1) << height;
    EXPECT_EQ(canal->nearest(height * along + 10.0 * left, 0), 1) << height;
    EXPECT_EQ(canal->nearest(height * along - 6.0 * posterior, 0), 1) << height;
    EXPECT_EQ(canal->nearest(height * along + 14.0 * left, 0), 0) << height;
    EXPECT_EQ(canal->nearest(height * along + 10.0 * posterior, 0), 0) << height;
  }
}

TEST(EstimateCanal, SaysNothingWhereNoRingCloses) {
  EXPECT_FALSE(segmentation::estimateCanal(ringedSpine(120.0)));
  EXPECT_FALSE(segmentation::estimateCanal(Case()));
}

}  // namespace
}  // namespace trocar
