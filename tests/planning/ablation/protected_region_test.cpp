#include "planning/ablation/zones/protected_region.h"

#include "ball_case.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numbers>

namespace trocar::ablation {
namespace {

Protection painted(const std::string& name, std::vector<PaintedBall> balls) {
  return {name, Protection::Medium::Dextrose, 0.0, std::move(balls)};
}

/// The ball case with a thecal sac of 5 mm radius in its canal of 8 mm.
std::shared_ptr<const Case> withSac() {
  Case patient = *ballCase(6.0, 30.0);
  patient.structures.push_back({"thecal_sac",
                                "Thecal sac",
                                Role::ThecalSac,
                                TubeRegion{{Vec3(0, 30, -30), Vec3(0, 30, 30)}, 5.0},
                                Basis::Entered});
  return std::make_shared<const Case>(std::move(patient));
}

TEST(ProtectedRegions, FillAPaintedBallInSoftTissueWithItsVolume) {
  const CaseModel model(ballCase(6.0, 34.0));
  Plan plan;
  plan.protections = {painted("fluid_1", {{Vec3(-20, 0, 0), 7.0}})};
  const std::vector<ProtectedRegion> regions = protectedRegions(model, plan);
  ASSERT_EQ(regions.size(), 1U);
  EXPECT_EQ(regions[0].structure, "fluid_1");
  const double ballMl = 4.0e-3 / 3.0 * std::numbers::pi * 7.0 * 7.0 * 7.0;
  EXPECT_NEAR(regions[0].volumeMl, ballMl, 0.05 * ballMl);
  ASSERT_TRUE(regions[0].filled);
  EXPECT_EQ(regions[0].filled->nearest(Vec3(-20, 0, 6), 0), 1);
  EXPECT_EQ(regions[0].filled->nearest(Vec3(-20, 0, 8), 0), 0);
  EXPECT_TRUE(protectedRegionFindings(model, plan, regions).empty());
}

TEST(ProtectedRegions, CountWhereBallsOverlapOnceAndSpareNerves) {
  const CaseModel model(ballCase(6.0, 34.0));
  Plan plan;
  plan.protections = {painted("fluid_1", {{Vec3(-20, 0, 0), 7.0}, {Vec3(-20, 0, 1), 7.0}}),
                      painted("fluid_2", {{Vec3(30, 0, 0), 7.0}})};
  const std::vector<ProtectedRegion> regions = protectedRegions(model, plan);
  const double ballMl = 4.0e-3 / 3.0 * std::numbers::pi * 7.0 * 7.0 * 7.0;
  EXPECT_LT(regions[0].volumeMl, 1.2 * ballMl);
  EXPECT_LT(regions[1].volumeMl, ballMl);
  EXPECT_EQ(regions[1].filled->nearest(Vec3(30, 0, 0), 7), 0);
}

TEST(ProtectedRegions, LieAroundTheThecalSacWithinTheCanal) {
  const CaseModel model(withSac());
  Plan plan;
  plan.protections = {{"thecal_sac", Protection::Medium::CarbonDioxide, 2.0}};
  const ProtectedRegion region = protectedRegions(model, plan).front();
  ASSERT_TRUE(region.filled);
  EXPECT_EQ(region.filled->nearest(Vec3(0, 30 + 6, 0), 0), 1);
  EXPECT_EQ(region.filled->nearest(Vec3(0, 30, 0), 7), 0);
  // A pipe of 5 to 7 mm radius and 60 mm length.
  const double pipeMl = 1.0e-3 * std::numbers::pi * (49.0 - 25.0) * 60.0;
  EXPECT_NEAR(region.volumeMl, pipeMl, 0.15 * pipeMl);
}

TEST(ProtectedRegions, SayWhereNoTissueMakesRoom) {
  const CaseModel model(withSac());
  Plan plan;
  plan.protections = {painted("fluid_1", {{Vec3(0, 30, 0), 3.0}})};
  const std::vector<ProtectedRegion> regions = protectedRegions(model, plan);
  EXPECT_EQ(regions.front().volumeMl, 0.0);
  const std::vector<Finding> findings = protectedRegionFindings(model, plan, regions);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "protection-without-room");
  EXPECT_EQ(findings[0].severity, Finding::Severity::Warning);
}

TEST(ProtectedRegions, AreMadeCoarserWhereTheyAreLarge) {
  const CaseModel model(ballCase(6.0, 34.0));
  Plan plan;
  plan.protections = {painted("fluid_1", {{Vec3(-30, -30, -30), 4.0}, {Vec3(-30, 30, 30), 4.0}})};
  const ProtectedRegion near = protectedRegions(model, plan).front();
  EXPECT_LT(near.filled->grid().voxelCount(), 450'000U);
}

}  // namespace
}  // namespace trocar::ablation
