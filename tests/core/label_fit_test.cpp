#include "core/angle.h"
#include "core/labels/fit.h"
#include "tests/core/shapes.h"

#include <Eigen/Geometry>
#include <gtest/gtest.h>

#include <algorithm>
#include <gmock/gmock.h>

namespace trocar {
namespace {

using labels::LabelLayer;
using labels::LabelMeanings;
using testing::HasSubstr;

const Grid kGrid({90, 70, 60}, Vec3(-90, -70, 0), Vec3(2, 2, 2));

/// Three vertebrae, each a body with an arch around a canal, left of the middle and far behind it.
int levelAt(const Vec3& point) {
  const Vec3 from = point - Vec3(14, 25, 10);
  const double across = from[0] / 20.0;
  const bool body = across * across + from[1] * from[1] / 225.0 < 1.0;
  const bool arch = Vec3(from[0], from[1] - 22.0, 0).norm() < 14.0 &&
                    Vec3(from[0], from[1] - 20.0, 0).norm() > 8.0;
  const int level = static_cast<int>(from[2]) / 30;
  const bool between = static_cast<int>(from[2]) % 30 >= 24;
  return (body || arch) && from[2] >= 0.0 && level < 3 && !between ? level + 1 : 0;
}

/// HU of a body whose vertebrae have `boneHu` inside and 350 HU at their faces.
Volume ctWith(int boneHu) {
  std::vector<std::int16_t> hu(kGrid.voxelCount(), -1000);
  for (std::size_t v = 0; v < hu.size(); ++v) {
    const Vec3 at = kGrid.voxelToPatient(kGrid.voxelAt(v));
    if (at[0] * at[0] / 7000.0 + at[1] * at[1] / 4500.0 < 1.0)
      hu[v] = 40;
    if (levelAt(at) == 0)
      continue;
    bool face = false;
    for (int a = 0; a < 3; ++a)
      face =
          face || levelAt(at + 2.0 * Vec3::Unit(a)) == 0 || levelAt(at - 2.0 * Vec3::Unit(a)) == 0;
    hu[v] = static_cast<std::int16_t>(face ? 350 : boneHu);
  }
  return {kGrid, std::move(hu)};
}

/// The vertebrae's labels where `placed` takes a point of them.
LabelLayer labelsAt(const std::function<Vec3(const Vec3&)>& placed) {
  std::vector<std::uint16_t> voxels(kGrid.voxelCount());
  for (std::size_t v = 0; v < voxels.size(); ++v)
    voxels[v] = static_cast<std::uint16_t>(levelAt(placed(kGrid.voxelToPatient(kGrid.voxelAt(v)))));
  return LabelMap(kGrid, std::move(voxels));
}

const LabelMeanings kVertebrae = {{1, {"vertebra_L3", "L3", Role::Vertebra}},
                                  {2, {"vertebra_L2", "L2", Role::Vertebra}},
                                  {3, {"vertebra_L1", "L1", Role::Vertebra}}};

std::string doubtAbout(const LabelLayer& layer, const Volume& ct) {
  const auto doubt = labels::doubtOnPlace(layer, kVertebrae, ct, "Label file 1");
  return doubt ? doubt->doubt.key() + ": " + doubt->doubt.what() : std::string();
}

TEST(LabelFit, FindsNothingWrongWithLabelsOnTheirBone) {
  const LabelLayer own = labelsAt([](const Vec3& at) { return at; });
  EXPECT_EQ(doubtAbout(own, ctWith(250)), "");
  EXPECT_EQ(doubtAbout(own, ctWith(60)), "") << "spongy bone of the old, or lytic";
  EXPECT_EQ(doubtAbout(own, ctWith(1500)), "") << "sclerotic";
}

TEST(LabelFit, TellsWhichWayLabelsAreMirrored) {
  const Vec3 middle = kGrid.centreMm();
  const std::array<const char*, 3> ways = {"left to right", "front to back", "head to foot"};
  for (int a = 0; a < 3; ++a) {
    const LabelLayer mirrored = labelsAt([&](const Vec3& at) {
      Vec3 there = at;
      there[a] = 2.0 * middle[a] - at[a];
      return there;
    });
    const std::string doubt = doubtAbout(mirrored, ctWith(250));
    EXPECT_THAT(doubt, HasSubstr("labels-off-bone: Label file 1: "));
    EXPECT_THAT(doubt, HasSubstr(std::string("mirrored ") + ways[static_cast<std::size_t>(a)]));
    EXPECT_THAT(doubt, HasSubstr("and 2 more is not bone"));
  }
}

TEST(LabelFit, TellsByHowMuchLabelsAreShifted) {
  const LabelLayer shifted = labelsAt([](const Vec3& at) { return Vec3(at - Vec3(0, -20, 0)); });
  EXPECT_THAT(doubtAbout(shifted, ctWith(250)), HasSubstr("moved by 20 mm to the back"));
}

TEST(LabelFit, TellsByHowMuchLabelsAreTurned) {
  const Vec3 middle = kGrid.centreMm();
  const std::array<const char*, 3> axes = {"left to right", "front to back", "head to foot"};
  for (int a = 0; a < 3; ++a) {
    const Eigen::AngleAxisd turn(Angle::fromDegrees(15.0).radians(), Vec3::Unit(a));
    const LabelLayer turned =
        labelsAt([&](const Vec3& at) { return Vec3(middle + turn * (at - middle)); });
    EXPECT_THAT(doubtAbout(turned, ctWith(250)),
                HasSubstr("turned by 15 degrees about the axis from " +
                          std::string(axes[static_cast<std::size_t>(a)])));
  }
}

TEST(LabelFit, DoubtsBoneThatIsNowhereBone) {
  const Volume soft(kGrid, std::vector<std::int16_t>(kGrid.voxelCount(), 40));
  const LabelLayer own = labelsAt([](const Vec3& at) { return at; });
  EXPECT_THAT(doubtAbout(own, soft), HasSubstr("100 % of vertebra L"));
  EXPECT_THAT(doubtAbout(own, soft), HasSubstr("mirrored or shifted neither"));
}

TEST(LabelFit, AsksForAirInLungs) {
  const Volume soft(kGrid, std::vector<std::int16_t>(kGrid.voxelCount(), 40));
  const LabelLayer own = labelsAt([](const Vec3& at) { return at; });
  const LabelMeanings lungs = {{1, {"lung_left", "Lung, left", Role::Lung}}};
  const auto doubt = labels::doubtOnPlace(own, lungs, soft, "Label file 1");
  ASSERT_TRUE(doubt);
  EXPECT_EQ(doubt->doubt.key(), "labels-off-lung");
  EXPECT_FALSE(doubt->elsewhere) << "no mirroring helps";
  const Volume air(kGrid, std::vector<std::int16_t>(kGrid.voxelCount(), -800));
  EXPECT_FALSE(labels::doubtOnPlace(own, lungs, air, "Label file 1"));
}

TEST(LabelFit, SaysNothingOfALesionOrAFewVoxels) {
  const Volume soft(kGrid, std::vector<std::int16_t>(kGrid.voxelCount(), 40));
  const LabelLayer own = labelsAt([](const Vec3& at) { return at; });
  EXPECT_FALSE(
      labels::doubtOnPlace(own, {{1, {"lesion_1", "Lesion", Role::Lesion}}}, soft, "Label file 1"));
  std::vector<std::uint16_t> few(kGrid.voxelCount(), 0);
  std::fill_n(few.begin() + 5000, 20, std::uint16_t{1});
  EXPECT_FALSE(labels::doubtOnPlace(LabelMap(kGrid, few), kVertebrae, soft, "Label file 1"));
}

}  // namespace
}  // namespace trocar
