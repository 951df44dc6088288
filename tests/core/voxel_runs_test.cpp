#include "core/voxel_runs.h"

#include "core/error.h"

#include <gmock/gmock.h>
#include <random>
#include <set>

namespace trocar {
namespace {

using Voxels = std::set<std::array<int, 3>>;

Voxels voxelsOf(const VoxelRuns& set) {
  Voxels voxels;
  for (const RowRun& run : set.runs())
    for (int i = run.first; i < run.end; ++i)
      voxels.insert({run.k, run.j, i});
  return voxels;
}

VoxelRuns randomRuns(std::mt19937& random) {
  std::vector<RowRun> runs;
  for (int n = 0; n < 40; ++n) {
    const auto at = [&](int most) {
      return static_cast<int>(random() % static_cast<unsigned>(most));
    };
    const int first = at(10);
    runs.push_back({at(3), at(4), first, first + 1 + at(4)});
  }
  return VoxelRuns(runs);
}

TEST(VoxelRuns, AreSortedAndJoined) {
  const VoxelRuns set({{1, 0, 4, 6}, {0, 2, 0, 3}, {1, 0, 6, 8}, {0, 2, 1, 2}});
  EXPECT_THAT(set.runs(), testing::ElementsAre(RowRun{0, 2, 0, 3}, RowRun{1, 0, 4, 8}));
  EXPECT_EQ(set.voxelCount(), 7U);
  EXPECT_EQ(set.box(), (VoxelBox{{0, 0, 0}, {7, 2, 1}}));
  EXPECT_TRUE(set.contains({4, 0, 1}));
  EXPECT_TRUE(set.contains({7, 0, 1}));
  EXPECT_FALSE(set.contains({8, 0, 1}));
  EXPECT_FALSE(set.contains({4, 1, 1}));
  EXPECT_FALSE(VoxelRuns().contains({0, 0, 0}));
}

TEST(VoxelRuns, AreCombinedAsSetsAre) {
  std::mt19937 random(7);
  for (int trial = 0; trial < 50; ++trial) {
    const VoxelRuns a = randomRuns(random), b = randomRuns(random);
    const Voxels inA = voxelsOf(a), inB = voxelsOf(b);
    Voxels either = inA, both, onlyA;
    either.insert(inB.begin(), inB.end());
    for (const auto& voxel : inA)
      (inB.contains(voxel) ? both : onlyA).insert(voxel);
    EXPECT_EQ(voxelsOf(united(a, b)), either);
    EXPECT_EQ(voxelsOf(common(a, b)), both);
    EXPECT_EQ(voxelsOf(without(a, b)), onlyA);
    EXPECT_EQ(united(without(a, b), common(a, b)), a);
  }
}

TEST(VoxelRuns, GoThroughPatchesAndText) {
  std::mt19937 random(3);
  const Grid grid({20, 20, 20}, Vec3::Zero(), Vec3::Ones());
  for (int trial = 0; trial < 20; ++trial) {
    const VoxelRuns set = randomRuns(random);
    EXPECT_EQ(runsOf(patchOf(set, grid)), set);
    EXPECT_EQ(runsOf(patchOf(set, grid, 2)), set);
    EXPECT_EQ(voxelRunsFromText(toText(set)), set);
  }
  EXPECT_EQ(toText(VoxelRuns({{12, 40, 7, 10}, {12, 40, 15, 16}, {12, 41, 7, 9}, {13, 40, 7, 8}})),
            "12:40=7-9,15-15 41=7-8;13:40=7-7");
  EXPECT_TRUE(voxelRunsFromText("").empty());
}

TEST(VoxelRuns, RefusesTextThatIsNone) {
  for (const char* text : {"12",
                           "12:",
                           "12:40=",
                           "12:40=9-7",
                           "12:40=7-9;",
                           "12:40=7-9 ",
                           "12:40=7-9,8-12",
                           "12:40=7-9;11:40=7-9",
                           "-1:40=7-9",
                           "12:40=7-9x",
                           "12:40=7-99999999999",
                           "12:40=7-1048575"})
    EXPECT_THROW(voxelRunsFromText(text), Error) << text;
}

TEST(VoxelRuns, OfAStructureAreTheCtsVoxelsInIt) {
  Case patient;
  const Grid grid({30, 20, 10}, {5, -3, 2}, {1.0, 1.5, 2.0});
  patient.ct = Volume(grid, std::vector<std::int16_t>(grid.voxelCount()));
  patient.structures.push_back(
      {"lesion_1",
       "Lesion",
       Role::Lesion,
       EllipsoidRegion{grid.centreMm(), Eigen::Matrix3d::Identity(), {6, 5, 4}}});
  const VoxelRuns set = runsOf(patient, patient.structures[0]);
  std::size_t inside = 0;
  for (std::size_t v = 0; v < grid.voxelCount(); ++v) {
    const bool in = contains(patient, patient.structures[0], grid.voxelToPatient(grid.voxelAt(v)));
    inside += in ? 1 : 0;
    EXPECT_EQ(set.contains(grid.voxelAt(v)), in);
  }
  EXPECT_EQ(set.voxelCount(), inside);
  EXPECT_NEAR(static_cast<double>(inside) * grid.voxelVolumeMm3(), 502.7, 30.0);  // 4/3 pi 6 5 4
}

}  // namespace
}  // namespace trocar
