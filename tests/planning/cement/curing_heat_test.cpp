#include "planning/cement/body/curing_heat.h"

#include "core/patients.h"
#include "planning/cement/evaluate_cement.h"
#include "tests/planning/cement/block_case.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace trocar::cement {
namespace {

Grid cube(int count, double h) {
  return {{count, count, count}, Vec3::Constant(-0.5 * h * (count - 1)), Vec3::Constant(h)};
}

TEST(CuringHeat, ReleasesAllOfItsHeatWithinItsTime) {
  double sum = 0.0;
  for (int n = 0; n < 9000; ++n)
    sum += 0.01 * settingRate(0.01 * (n + 0.5));
  EXPECT_NEAR(sum, 1.0, 1e-6);
  EXPECT_EQ(settingRate(-1.0), 0.0);
  EXPECT_EQ(settingRate(kSettingS + 1.0), 0.0);
}

TEST(CuringHeat, WarmsCementThatKeepsItsHeatByTheRatioOfHeatToCapacity) {
  // rho H / C: 180 MJ/m3 over 1.8 MJ/m3K is 100 K; boiling, which PMMA does not, stays away at 0.5.
  ablation::ThermalMaterial pmma = ablation::findMaterial("pmma");
  const Grid grid = cube(10, 1.5);
  const std::vector<std::uint8_t> all(grid.voxelCount(), 1);
  const Image<float> hottest = cureIn(ablation::uniformMedium(grid, pmma), all, 1.8e8, 0.5);
  EXPECT_NEAR(hottest.voxels()[500], 37.0 + 0.5 * 1.8e8 / pmma.heatCapacityJ, 1.0);
}

TEST(CuringHeat, IsHottestInTheMiddleAndFallsWithDistance) {
  const Grid grid = cube(41, 1.5);
  ablation::HeatMedium medium = ablation::uniformMedium(grid, ablation::findMaterial("bone"));
  medium.materials.push_back(ablation::findMaterial("pmma"));
  std::vector<std::uint8_t> ball(grid.voxelCount(), 0);
  for (std::size_t voxel = 0; voxel < ball.size(); ++voxel)
    if (grid.voxelToPatient(grid.voxelAt(voxel)).norm() < 10.0)
      medium.material[voxel] = ball[voxel] = 1;
  const double heatJPerM3 = 1.0e6 * findCement("pmma-low-viscosity").heatMJPerM3;
  const Image<float> hottest = cureIn(medium, ball, heatJPerM3, 0.8);
  double last = 200.0;
  for (const int i : {20, 24, 27, 30, 34}) {
    const auto t = static_cast<double>(hottest.at({i, 20, 20}));
    EXPECT_LT(t, last);
    last = t;
  }
  // Centre of cadaver bodies 49 to 112 C (Belkoff & Molloy, Spine 2003).
  EXPECT_GT(hottest.at({20, 20, 20}), 49.0F);
  EXPECT_LT(hottest.at({20, 20, 20}), 112.0F);
}

TEST(CuringHeat, WarmsTheCanalBesideTheCementAndLessWhereFluidMoves) {
  const BlockCase block;
  EvaluationOptions options;
  options.resolutionMm = 1.5;
  const Plan near = planWith(Vec3(0, 8, 0), 3.0), far = planWith(Vec3(0, -8, 0), 3.0);
  const auto canal = [&](const Plan& plan) {
    const auto result = evaluateCement(*block.model, plan, options);
    EXPECT_TRUE(result->heat);
    EXPECT_GT(result->heat->cementC, 45.0);
    for (const CuringHeat::At& at : result->heat->structures)
      if (at.structure == "canal") {
        EXPECT_LE(at.cooledC, at.maximumC);
        EXPECT_LT(at.maximumC, result->heat->cementC);
        return at.maximumC;
      }
    return 37.0;
  };
  EXPECT_GT(canal(near), canal(far) + 1.0);
}

}  // namespace
}  // namespace trocar::cement
