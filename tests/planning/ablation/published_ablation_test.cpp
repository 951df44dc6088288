#include "ball_case.h"
#include "planning/ablation/evaluate_ablation.h"
#include "planning/ablation/zones/coverage.h"
#include "planning/ablation/zones/published_zones.h"
#include "planning/plan/instrument.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <numbers>

namespace trocar::ablation {
namespace {

constexpr double kHalfVoxelMm = 0.55;  ///< By which the poles of a ball of voxels stand out.

const TargetCoverage::AtIsotherm& at(const TargetCoverage& target, std::optional<double> isotherm) {
  return *std::find_if(target.coverage.begin(), target.coverage.end(), [&](const auto& entry) {
    return entry.isothermC == isotherm;
  });
}

const StructureExposure& exposure(const AblationResult& result, const std::string& id) {
  return *std::find_if(result.structures.begin(),
                       result.structures.end(),
                       [&](const StructureExposure& e) { return e.structure == id; });
}

bool has(const std::vector<Finding>& findings, const std::string& rule) {
  return std::any_of(
      findings.begin(), findings.end(), [&](const Finding& f) { return f.rule == rule; });
}

TEST(PublishedAblation, LiesOnTheNeedleBehindItsTip) {
  Plan plan;
  plan.needles.push_back(probe("N1", "icerod-1.5", Vec3(3, 4, 5)));
  const std::vector<AblationZone> zones = publishedZones(plan);
  ASSERT_FALSE(zones.empty());
  for (const AblationZone& zone : zones) {
    EXPECT_LT((zone.ellipsoid->centreMm - Vec3(3, 4, 5)).norm(), 1e-9);
    EXPECT_NEAR(std::abs(zone.ellipsoid->axes.col(0).z()), 1.0, 1e-12);
    EXPECT_NEAR(zone.volumeMl,
                std::numbers::pi / 6 * zone.lengthMm * zone.widthMm * zone.widthMm / 1000,
                1e-9);
  }
}

TEST(PublishedAblation, CoversABallByTheShareOfItsVolumeInsideTheEllipsoid) {
  const CaseModel model(ballCase(8.0, 40.0));
  Plan plan;
  plan.needles.push_back(probe("N1", "icerod-1.5", Vec3::Zero()));
  const AblationResult result = *evaluateAblation(model, plan, {.physics = false});
  ASSERT_EQ(result.targets.size(), 1U);
  EXPECT_DOUBLE_EQ(at(result.targets[0], -20.0).fraction, 1.0);
  EXPECT_DOUBLE_EQ(at(result.targets[0], 0.0).fraction, 1.0);
  // The -20 C zone is 23.7 mm wide: 11.85 - 8 mm of margin across the needle.
  EXPECT_NEAR(result.targets[0].minimumMarginMm, 3.85, kHalfVoxelMm);
  EXPECT_EQ(result.targets[0].marginIsothermC, -20.0);
  EXPECT_FALSE(result.targets[0].lowerBound);
}

TEST(PublishedAblation, GivesTheCappedShareWhereTheLesionSticksOut) {
  // The -20 C zone of the rod (46.2 mm long, 23.7 mm wide) holds a ball of radius 16 mm only in
  // part.
  const CaseModel model(ballCase(16.0, 60.0));
  Plan plan;
  plan.needles.push_back(probe("N1", "icerod-1.5", Vec3::Zero()));
  const AblationResult result = *evaluateAblation(model, plan, {.physics = false});
  const double a = 11.85, c = 23.1, r = 16.0;
  double inside = 0.0, all = 0.0;
  for (double z = -r; z < r; z += 0.01) {
    const double ball = r * r - z * z;
    inside += std::min(ball, a * a * (1 - z * z / (c * c)));
    all += ball;
  }
  EXPECT_NEAR(at(result.targets[0], -20.0).fraction, inside / all, 0.01);
  EXPECT_NEAR(result.targets[0].minimumMarginMm, 11.85 - 16.0, kHalfVoxelMm);
  EXPECT_TRUE(has(ablationFindings(model, plan, result), "ablation-margin"));
}

TEST(PublishedAblation, CountsTheCurativeMarginAtMinusForty) {
  const CaseModel model(ballCase(5.0, 40.0));
  Plan plan;
  plan.needles.push_back(probe("N1", "icerod-1.5", Vec3::Zero()));
  plan.intent = Intent::Curative;
  const AblationResult result = *evaluateAblation(model, plan, {.physics = false});
  EXPECT_EQ(result.targets[0].marginIsothermC, -40.0);
  EXPECT_NEAR(result.targets[0].minimumMarginMm, 8.3 - 5.0, kHalfVoxelMm);
}

TEST(PublishedAblation, MeasuresFromTheIceEdgeToTheStructuresOnTheirSide) {
  const CaseModel model(ballCase(5.0, 40.0));
  Plan plan;
  plan.needles.push_back(probe("N1", "icerod-1.5", Vec3(4, 0, 0)));
  const AblationResult result = *evaluateAblation(model, plan, {.physics = false});
  // Root on the left at x = 30 - 2 mm; ice edge (33.8 mm wide) at x = 4 + 16.9 mm.
  EXPECT_NEAR(exposure(result, "root_L3_left").distanceToZoneMm, 28.0 - 20.9, 0.1);
  EXPECT_GT(exposure(result, "root_L3_left").atMm.x(), 0.0);
  EXPECT_TRUE(has(ablationFindings(model, plan, result), "ablation-near-structure"));
}

TEST(PublishedAblation, IsNegativeAndADangerWhereANerveLiesInTheIce) {
  const CaseModel model(ballCase(5.0, 40.0));
  Plan plan;
  plan.needles.push_back(probe("N1", "icerod-1.5", Vec3(18, 0, 0)));
  const AblationResult result = *evaluateAblation(model, plan, {.physics = false});
  // The root's near edge, at x = 28 mm, lies 34.9 - 28 mm deep; its middle 4.9 mm.
  EXPECT_LT(exposure(result, "root_L3_left").distanceToZoneMm, -4.5);
  const std::vector<Finding> findings = ablationFindings(model, plan, result);
  EXPECT_TRUE(std::any_of(findings.begin(), findings.end(), [](const Finding& f) {
    return f.severity == Finding::Severity::Danger && f.subject == "root_L3_left";
  }));
}

TEST(PublishedAblation, SaysThatSeveralSingleZonesAreALowerBound) {
  const CaseModel model(ballCase(5.0, 40.0));
  Plan plan;
  plan.needles.push_back(probe("N1", "icerod-1.5", Vec3(-8, 0, 0)));
  plan.needles.push_back(probe("N2", "icerod-1.5", Vec3(8, 0, 0)));
  const AblationResult result = *evaluateAblation(model, plan, {.physics = false});
  EXPECT_TRUE(result.targets[0].lowerBound);
  EXPECT_TRUE(has(ablationFindings(model, plan, result), "zones-lower-bound"));
}

TEST(PublishedAblation, WarnsOfAnAntennaNearThePosteriorWall) {
  const CaseModel model(ballCase(5.0, 22.0));
  Plan plan;
  plan.needles.push_back(probe("N1", "microwave-emprint", Vec3::Zero()));
  const AblationResult result = *evaluateAblation(model, plan, {.physics = false});
  EXPECT_TRUE(has(ablationFindings(model, plan, result), "microwave-near-posterior-wall"));
}

TEST(PublishedAblation, PicksTheZoneNearestToPowerAndTime) {
  const std::vector<std::string> labels = {"100 W 5 min", "75 W 7.5 min", "150 W 10 min"};
  Protocol protocol;
  protocol.steps.push_back({ProtocolStep::Kind::Power, 600.0, 140.0});
  EXPECT_EQ(labelFor(labels, &protocol), "150 W 10 min");
  protocol.steps = {{ProtocolStep::Kind::Power, 450.0, 70.0}};
  EXPECT_EQ(labelFor(labels, &protocol), "75 W 7.5 min");
  EXPECT_EQ(labelFor(labels, nullptr), "100 W 5 min");
}

TEST(PublishedAblation, IsAbsentWithoutAProbe) {
  const CaseModel model(ballCase(5.0, 40.0));
  EXPECT_FALSE(evaluateAblation(model, Plan{}, {.physics = false}).has_value());
}

TEST(PublishedAblation, NamesASourceForEveryNumberOfEveryProbe) {
  for (const Instrument& instrument : instrumentCatalogue()) {
    EXPECT_FALSE(instrument.source.empty()) << instrument.id;
    for (const PublishedZone& zone : instrument.zones) {
      EXPECT_FALSE(zone.source.empty() || zone.medium.empty() || zone.confidence.empty())
          << instrument.id;
    }
  }
}

}  // namespace
}  // namespace trocar::ablation
