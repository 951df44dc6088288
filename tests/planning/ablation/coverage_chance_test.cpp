#include "planning/ablation/zones/coverage_chance.h"

#include "ball_case.h"
#include "planning/ablation/evaluate_ablation.h"
#include "planning/access/placement.h"
#include "tests/threads.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace trocar::ablation {
namespace {

constexpr double kZoneMm = 8.0;  ///< Radius of the published zone of rf-monopolar-10, a ball.

Plan onePlan(double offMm = 0.0) {
  Plan plan;
  plan.needles = {probe("N1", "rf-monopolar-10", Vec3(offMm, 0, 0))};
  return plan;
}

std::vector<CoverageChance> chancesOf(double lesionMm,
                                      const Plan& plan,
                                      const std::string& technique = "ct-freehand") {
  const CaseModel model(ballCase(lesionMm, 40.0));
  EvaluationOptions options;
  options.physics = false;
  options.placement = technique;
  return evaluateAblation(model, plan, options, {})->chances;
}

/// Share of a ball of radius a that lies in a ball of radius b whose centre is d away: the lens of
/// two spheres.
double sharedVolume(double a, double b, double d) {
  if (d + a <= b)
    return 1.0;
  const double lens = std::numbers::pi * (a + b - d) * (a + b - d) *
                      (d * d + 2.0 * d * (a + b) - 3.0 * (a - b) * (a - b)) / (12.0 * d);
  return lens / (4.0 / 3.0 * std::numbers::pi * a * a * a);
}

TEST(CoverageChance, OfABallInABallIsThatOfTheLensOfTwoSpheres) {
  constexpr double kLesionMm = 6.0;
  const Plan plan = onePlan();
  const CoverageChance chance = chancesOf(kLesionMm, plan).at(0);
  EXPECT_EQ(chance.structure, "lesion_1");
  EXPECT_EQ(chance.samples, 1000);
  const auto placed = access::placements(
      plan.needles[0].trajectory, access::findPlacementTechnique("ct-freehand"), chance.samples, 1);
  const double back = findInstrument("rf-monopolar-10").zones.front().centreBehindTipMm;
  int reached = 0;
  for (const Trajectory& axis : placed) {
    const double offMm = (axis.target - back * axis.direction()).norm();
    reached += sharedVolume(kLesionMm, kZoneMm, offMm) >= chance.goalFraction ? 1 : 0;
  }
  EXPECT_GT(reached, 50);
  EXPECT_LT(reached, 950);
  EXPECT_NEAR(chance.probability, reached / 1000.0, 0.04);
}

TEST(CoverageChance, IsSureForASmallLesionAndNoneForALargeOne) {
  EXPECT_GT(chancesOf(2.0, onePlan(), "robot").at(0).probability, 0.95);
  EXPECT_EQ(chancesOf(12.0, onePlan()).at(0).probability, 0.0);
}

TEST(CoverageChance, GrowsWithTheTechniqueAndFallsOffTheMiddle) {
  const double freehand = chancesOf(5.0, onePlan()).at(0).probability;
  const double robot = chancesOf(5.0, onePlan(), "robot").at(0).probability;
  const double beside = chancesOf(5.0, onePlan(4.0), "robot").at(0).probability;
  EXPECT_GT(robot, freehand);
  EXPECT_LT(beside, robot);
}

TEST(CoverageChance, IsTheSameForAnyNumberOfThreads) {
  const auto chance = [] { return chancesOf(6.0, onePlan()).at(0); };
  const CoverageChance one = withThreads(1, chance);
  const CoverageChance three = withThreads(3, chance);
  EXPECT_EQ(one.probability, three.probability);
  EXPECT_EQ(one.fifthPercentile, three.fifthPercentile);
  EXPECT_LE(one.fifthPercentile, one.medianFraction);
}

TEST(CoverageChance, IsNotToldFromPublishedZonesOfSeveralProbes) {
  Plan plan = onePlan();
  plan.needles.push_back(probe("N2", "rf-monopolar-10", Vec3(5, 0, 0)));
  EXPECT_TRUE(chancesOf(6.0, plan).empty());
}

}  // namespace
}  // namespace trocar::ablation
