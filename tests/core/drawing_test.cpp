#include "core/drawing/drawing.h"

#include "core/drawing/growing.h"
#include "core/drawing/shape.h"
#include "core/drawing/stroke.h"
#include "core/error.h"

#include <Eigen/Geometry>

#include <cmath>
#include <functional>
#include <gmock/gmock.h>
#include <numbers>

namespace trocar::drawing {
namespace {

const Grid kGrid({60, 50, 40}, {-20, 10, 5}, {1.0, 1.0, 1.0});

VoxelRuns where(const Grid& grid, const std::function<bool(const Vec3&)>& inside) {
  std::vector<RowRun> runs;
  for (std::size_t v = 0; v < grid.voxelCount(); ++v) {
    const VoxelIndex voxel = grid.voxelAt(v);
    if (inside(grid.voxelToPatient(voxel)))
      runs.push_back({voxel.k, voxel.j, voxel.i, voxel.i + 1});
  }
  return VoxelRuns(runs);
}

VoxelRuns ball(const Grid& grid, const Vec3& centreMm, double radiusMm) {
  return where(grid, [&](const Vec3& p) { return (p - centreMm).norm() <= radiusMm; });
}

Volume volumeOf(const Grid& grid, const std::function<int(const Vec3&)>& huAt) {
  std::vector<std::int16_t> hu(grid.voxelCount());
  for (std::size_t v = 0; v < hu.size(); ++v)
    hu[v] = static_cast<std::int16_t>(huAt(grid.voxelToPatient(grid.voxelAt(v))));
  return {grid, hu};
}

const Volume kFlat = volumeOf(kGrid, [](const Vec3&) { return 0; });

TEST(Stroke, OfABallIsABallAndOfAPathACapsule) {
  const Vec3 a(5, 30, 25), b(17, 30, 25);
  EXPECT_EQ(voxelsUnder({{a}, 6.0, std::nullopt, std::nullopt}, kFlat), ball(kGrid, a, 6.0));
  const VoxelRuns capsule = voxelsUnder({{a, b}, 6.0, std::nullopt, std::nullopt}, kFlat);
  const double expected = std::numbers::pi * 36.0 * 12.0 + 4.0 / 3.0 * std::numbers::pi * 216.0;
  EXPECT_NEAR(static_cast<double>(capsule.voxelCount()), expected, 0.03 * expected);
}

TEST(Stroke, InASliceIsOneLayerWhereverTheSliceLies) {
  for (const double offMm : {-0.5, -0.3, 0.0, 0.3, 0.49}) {
    const VoxelRuns disc =
        voxelsUnder({{Vec3(5, 30, 25 + offMm)}, 6.0, Vec3::UnitZ(), std::nullopt}, kFlat);
    EXPECT_EQ(disc.box()->low[2], disc.box()->high[2]) << offMm;
    EXPECT_NEAR(static_cast<double>(disc.voxelCount()), std::numbers::pi * 36.0, 6.0) << offMm;
  }
}

TEST(Stroke, InASliceAcrossAnObliqueGridHasNoGaps) {
  const Eigen::Matrix3d turned =
      (Eigen::AngleAxisd(0.15, Vec3::UnitX()) * Eigen::AngleAxisd(0.1, Vec3::UnitY()))
          .toRotationMatrix();
  const Grid oblique({60, 50, 40}, {-30, -30, -30}, {1.0, 1.0, 2.0}, turned);
  const Volume ct(oblique, std::vector<std::int16_t>(oblique.voxelCount()));
  const Vec3 centre = oblique.centreMm();
  const VoxelRuns disc = voxelsUnder({{centre}, 8.0, Vec3::UnitZ(), std::nullopt}, ct);
  for (double x = -6.5; x <= 6.5; x += 0.25) {
    for (double y = -6.5; y <= 6.5; y += 0.25) {
      const bool under = std::hypot(x, y) < 6.5;
      EXPECT_TRUE(!under || disc.contains(oblique.nearestVoxel(centre + Vec3(x, y, 0))))
          << x << " " << y;
    }
  }
  const Box reach = [&] {
    Box box{centre, centre};
    for (const RowRun& run : disc.runs()) {
      const Vec3 at = oblique.voxelToPatient(VoxelIndex{run.first, run.j, run.k});
      box = {box.lowMm.cwiseMin(at), box.highMm.cwiseMax(at)};
    }
    return box;
  }();
  EXPECT_LT(reach.highMm.z() - reach.lowMm.z(), 3.0) << "no thicker than the voxels it passes";
}

TEST(Stroke, LeavesOutWhatIsBeyondTheBoundsAndTheCt) {
  const Volume halves = volumeOf(kGrid, [](const Vec3& p) { return p[0] < 5 ? 20 : 300; });
  const Stroke stroke{{Vec3(5, 30, 25)}, 6.0, std::nullopt, HuRange{100, 1000}};
  const VoxelRuns kept = voxelsUnder(stroke, halves);
  EXPECT_GT(kept.voxelCount(), 300U) << "about half of a ball of 6 mm";
  for (const RowRun& run : kept.runs())
    EXPECT_GE(kGrid.voxelToPatient(VoxelIndex{run.first, run.j, run.k})[0], 5.0);
  EXPECT_TRUE(voxelsUnder({{Vec3(500, 30, 25)}, 6.0, std::nullopt, std::nullopt}, kFlat).empty());
  const VoxelRuns atEdge =
      voxelsUnder({{kGrid.originMm()}, 3.0, std::nullopt, std::nullopt}, kFlat);
  EXPECT_EQ(atEdge.box()->low, (std::array{0, 0, 0}));
}

TEST(Stroke, ThinnerThanAVoxelPaintsTheVoxelUnderIt) {
  EXPECT_EQ(
      voxelsUnder({{Vec3(5.4, 30.4, 25.4)}, 0.1, std::nullopt, std::nullopt}, kFlat).voxelCount(),
      1U);
}

TEST(Growing, StaysInTheRangeTheReachAndThePiece) {
  const Vec3 a(0, 30, 25), b(25, 30, 25);
  const Volume balls = volumeOf(
      kGrid, [&](const Vec3& p) { return (p - a).norm() <= 7 || (p - b).norm() <= 7 ? 200 : -50; });
  EXPECT_EQ(grownFrom(balls, a, {150, 250}, 60.0), ball(kGrid, a, 7.0));
  EXPECT_EQ(grownFrom(balls, a, {150, 250}, 4.0), ball(kGrid, a, 4.0));
  EXPECT_THROW(grownFrom(balls, Vec3(12, 30, 25), {150, 250}, 60.0), Error);
  EXPECT_THROW(grownFrom(balls, Vec3(500, 30, 25), {150, 250}, 60.0), Error);
}

TEST(Growing, FromSeedsEndsAtTheStepOfHu) {
  const Volume ct =
      volumeOf(kGrid, [](const Vec3& p) { return (p - Vec3(5, 30, 25)).norm() <= 9 ? 250 : 30; });
  const VoxelRuns inside = ball(kGrid, {5, 30, 25}, 2.0);
  const VoxelRuns outside =
      without(where(kGrid, [](const Vec3& p) { return (p - Vec3(5, 30, 25)).norm() <= 15; }),
              ball(kGrid, {5, 30, 25}, 13.0));
  const std::vector<VoxelRuns> grown = grownApart(ct, {inside, outside}, 0.0);
  EXPECT_EQ(grown[0], ball(kGrid, {5, 30, 25}, 9.0));
  EXPECT_TRUE(common(grown[0], grown[1]).empty());
}

TEST(Growing, FromSeedsSharesFlatTissueByDistance) {
  const VoxelRuns left = ball(kGrid, {0, 30, 25}, 1.0), right = ball(kGrid, {20, 30, 25}, 1.0);
  const std::vector<VoxelRuns> grown = grownApart(kFlat, {left, right}, 4.0);
  for (const RowRun& run : grown[0].runs())
    EXPECT_LE(kGrid.voxelToPatient(VoxelIndex{run.end - 1, run.j, run.k})[0], 10.0);
  EXPECT_THROW(grownApart(kFlat, {left}, 4.0), Error);
  EXPECT_THROW(grownApart(kFlat, {VoxelRuns(), VoxelRuns()}, 4.0), Error);
}

TEST(Shape, HollowsAreFilledAndOpenOnesAreNot) {
  const Vec3 centre(5, 30, 25);
  const VoxelRuns full = ball(kGrid, centre, 9.0);
  const VoxelRuns shell = without(full, ball(kGrid, centre, 6.0));
  EXPECT_EQ(filled(shell, kGrid), full);
  const VoxelRuns pierced = without(shell, where(kGrid, [&](const Vec3& p) {
                                      return (p - centre).tail<2>().norm() < 1.5 && p[0] > 5;
                                    }));
  EXPECT_EQ(filled(pierced, kGrid), pierced);
  EXPECT_TRUE(filled({}, kGrid).empty());
}

TEST(Shape, LargestPieceLeavesTheCrumbs) {
  const VoxelRuns large = ball(kGrid, {20, 40, 25}, 6.0), small = ball(kGrid, {-10, 20, 15}, 4.0);
  EXPECT_EQ(largestPiece(united(united(large, small), ball(kGrid, {35, 20, 40}, 2.0)), kGrid),
            large);
  EXPECT_TRUE(largestPiece({}, kGrid).empty());
}

TEST(Shape, SmoothingTakesSpikesAndKeepsVolume) {
  const Vec3 centre(5, 30, 25);
  const VoxelRuns body = ball(kGrid, centre, 9.0);
  const VoxelRuns spike = where(kGrid, [&](const Vec3& p) {
    return p[0] > 5 && p[0] < 25 && std::abs(p[1] - 30) < 0.6 && std::abs(p[2] - 25) < 0.6;
  });
  const VoxelRuns smooth = smoothed(united(body, spike), kGrid, 1.0);
  EXPECT_LE(kGrid.voxelToPatient(VoxelIndex{smooth.box()->high[0], 0, 0})[0], 16.0);
  const auto count = static_cast<double>(body.voxelCount());
  EXPECT_NEAR(static_cast<double>(smooth.voxelCount()), count, 0.05 * count);
}

TEST(Shape, SmoothingKeepsWhatEndsWithTheCt) {
  const VoxelRuns half = where(kGrid, [](const Vec3& p) { return p[2] < 15; });
  EXPECT_EQ(smoothed(half, kGrid, 1.5), half);
}

TEST(Shape, MirroringTwiceIsNothing) {
  const VoxelRuns set = united(ball(kGrid, {0, 30, 25}, 5.0), ball(kGrid, {-4, 34, 28}, 3.0));
  const VoxelRuns once = mirrored(set, kGrid, {10, 0, 0}, Vec3::UnitX());
  EXPECT_EQ(once, united(ball(kGrid, {20, 30, 25}, 5.0), ball(kGrid, {24, 34, 28}, 3.0)));
  EXPECT_EQ(mirrored(once, kGrid, {10, 0, 0}, Vec3::UnitX()), set);
  EXPECT_TRUE(mirrored(set, kGrid, {300, 0, 0}, Vec3::UnitX()).empty());
}

TEST(Shape, SlicesBetweenDrawnOnesFollowBothOutlines) {
  // A cone drawn in two slices only: radius 10 at z = 10, 4 at z = 22.
  const auto radiusAt = [](double z) { return 10.0 - 0.5 * (z - 10.0); };
  const auto cone = [&](bool endsOnly) {
    return where(kGrid, [&](const Vec3& p) {
      const bool drawn = endsOnly ? p[2] == 10 || p[2] == 22 : p[2] >= 10 && p[2] <= 22;
      return drawn && std::hypot(p[0] - 5, p[1] - 30) <= radiusAt(p[2]);
    });
  };
  const VoxelRuns whole = cone(false), between = betweenSlices(cone(true), kGrid, 2);
  const auto both = static_cast<double>(common(whole, between).voxelCount());
  EXPECT_GT(2.0 * both / static_cast<double>(whole.voxelCount() + between.voxelCount()), 0.97);
  for (const int axis : {0, 1})
    EXPECT_EQ(betweenSlices(whole, kGrid, axis), whole) << axis;
}

TEST(Shape, SplitsAtTheNarrowestPlace) {
  const Vec3 a(-5, 30, 25), b(15, 30, 25);
  const VoxelRuns pair =
      united(united(ball(kGrid, a, 9.0), ball(kGrid, b, 9.0)), where(kGrid, [](const Vec3& p) {
               return p[0] > -5 && p[0] < 15 && std::hypot(p[1] - 30, p[2] - 25) <= 4;
             }));
  for (const Vec3& nearB : {b, Vec3(22, 30, 25)}) {  // In the middle, and near the surface.
    const auto [first, second] = split(pair, kGrid, {a, nearB});
    EXPECT_EQ(united(first, second), pair);
    EXPECT_TRUE(common(first, second).empty());
    EXPECT_NEAR(kGrid.voxelToPatient(VoxelIndex{first.box()->high[0], 0, 0})[0], 5.0, 1.5);
    EXPECT_NEAR(kGrid.voxelToPatient(VoxelIndex{second.box()->low[0], 0, 0})[0], 5.0, 1.5);
  }
}

TEST(Shape, RefusesASplitThatIsNone) {
  const VoxelRuns apart = united(ball(kGrid, {-5, 30, 25}, 5.0), ball(kGrid, {15, 30, 25}, 5.0));
  EXPECT_THROW(split(apart, kGrid, {Vec3(-5, 30, 25), Vec3(15, 30, 25)}), Error);
  EXPECT_THROW(split(apart, kGrid, {Vec3(-5, 30, 25), Vec3(5, 30, 25)}), Error);
  EXPECT_THROW(split(apart, kGrid, {Vec3(-5, 30, 25), Vec3(-5.2, 30, 25)}), Error);
  EXPECT_THROW(split(apart, kGrid, {Vec3(-5, 30, 25), Vec3(-7, 30, 25)}), Error);
}

/// Two vertebrae side by side in one label map, and a nerve as a tube.
Case twoBones() {
  Case patient;
  patient.id = "two";
  patient.ct = kFlat;
  std::vector<std::uint16_t> labels(kGrid.voxelCount());
  for (std::size_t v = 0; v < labels.size(); ++v) {
    const double x = kGrid.voxelToPatient(kGrid.voxelAt(v))[0];
    labels[v] = x < 0 || x > 20 ? 0 : x <= 10 ? 1 : 2;
  }
  patient.layers.emplace_back(kGrid, labels);
  patient.structures.push_back({"vertebra_L3", "L3", Role::Vertebra, LabelRegion{0, {1}}});
  patient.structures.push_back({"vertebra_L4", "L4", Role::Vertebra, LabelRegion{0, {2}}});
  patient.structures.push_back(
      {"root_L3_left", "L3 root, left", Role::Nerve, TubeRegion{{{0, 30, 10}, {0, 30, 30}}, 2.0}});
  return patient;
}

TEST(Drawing, AddsALesionBesideTheCaseThatCame) {
  const Case patient = twoBones();
  const VoxelRuns voxels = ball(kGrid, {5, 30, 25}, 4.0);
  const Drawing drawing =
      withVoxels({}, patient, "lesion_1", {"Lesion 1", Role::Lesion, {}}, voxels);
  const Case drawn = withDrawing(patient, drawing);
  const Structure* lesion = drawn.find("lesion_1");
  ASSERT_TRUE(lesion);
  EXPECT_EQ(lesion->basis, Basis::Drawn);
  EXPECT_EQ(runsOf(drawn, *lesion), voxels);
  EXPECT_EQ(drawn.layers.size(), 2U);
  EXPECT_LT(drawn.layers[1].voxels().size(), 2000U) << "a box around it, not the CT's";
  EXPECT_FALSE(touchesBorder(drawn, *lesion));
  EXPECT_EQ(runsOf(drawn, *drawn.find("vertebra_L3")), runsOf(patient, patient.structures[0]))
      << "a lesion lies in its bone";
  EXPECT_EQ(patient.layers.size(), 1U);
}

TEST(Drawing, BonesTakeFromEachOther) {
  const Case patient = twoBones();
  const VoxelRuns wider = where(kGrid, [](const Vec3& p) { return p[0] >= 0 && p[0] <= 13; });
  const Drawing drawing = withVoxels({}, patient, "vertebra_L3", {"L3", Role::Vertebra, {}}, wider);
  const Case drawn = withDrawing(patient, drawing);
  EXPECT_EQ(runsOf(drawn, *drawn.find("vertebra_L3")), wider);
  EXPECT_EQ(runsOf(drawn, *drawn.find("vertebra_L4")),
            where(kGrid, [](const Vec3& p) { return p[0] > 13 && p[0] <= 20; }));
  const VoxelRuns all = where(kGrid, [](const Vec3& p) { return p[0] >= 0 && p[0] <= 20; });
  EXPECT_THROW(withVoxels({}, patient, "vertebra_L3", {"L3", Role::Vertebra, {}}, all), Error);
  EXPECT_THROW(withVoxels({}, patient, "vertebra_L3", {"L3", Role::Vertebra, {}}, {}), Error);
}

TEST(Drawing, RenamesTakesAwayAndMovesTubes) {
  const Case patient = twoBones();
  Drawing drawing;
  drawing["vertebra_L3"] = {"third lumbar", Role::Vertebra, AsItCame()};
  drawing["vertebra_L4"] = {"L4", Role::Vertebra, TakenAway()};
  drawing["root_L3_left"] = {"root", Role::Nerve, TubeRegion{{{1, 30, 10}, {1, 30, 30}}, 3.0}};
  drawing["artery_1"] = {"artery", Role::Artery, TubeRegion{{{2, 30, 10}, {2, 30, 30}}, 1.0}};
  const Case drawn = withDrawing(patient, drawing);
  EXPECT_EQ(drawn.find("vertebra_L3")->name, "third lumbar");
  EXPECT_EQ(drawn.find("vertebra_L3")->basis, Basis::Measured);
  EXPECT_FALSE(drawn.find("vertebra_L4"));
  EXPECT_EQ(std::get<TubeRegion>(drawn.find("root_L3_left")->region).radiusMm, 3.0);
  EXPECT_EQ(drawn.find("artery_1")->role, Role::Artery);
  EXPECT_EQ(freeId(drawn, Role::Artery), "artery_2");
}

TEST(Drawing, RefusesWhatIsOfAnotherImage) {
  const Case patient = twoBones();
  const VoxelRuns outside({{39, 0, 0, 61}});
  EXPECT_THROW(withDrawing(patient, {{"lesion_1", {"", Role::Lesion, outside}}}), Error);
  EXPECT_THROW(withDrawing(patient, {{"lesion_1", {"", Role::Lesion, VoxelRuns()}}}), Error);
  EXPECT_THROW(withDrawing(patient, {{"lesion_1", {"", Role::Lesion, TakenAway()}}}), Error);
  EXPECT_THROW(withDrawing(patient, {{"lesion_1", {"x", Role::Lesion, AsItCame()}}}), Error);
}

}  // namespace
}  // namespace trocar::drawing
