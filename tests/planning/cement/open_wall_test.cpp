#include "planning/cement/flow/open_wall.h"

#include "tests/planning/bundled_model.h"
#include "tests/planning/cement/block_case.h"

#include <gtest/gtest.h>

namespace trocar::cement {
namespace {

/// 2 ml through the middle of a bundled patient's vertebra.
std::vector<Finding> found(const CaseModel& model, const std::string& level, Plan plan = {}) {
  const Vec3 tipMm = model.vertebra(level)->bodyCentroidMm;
  plan.needles.push_back(cementNeedle("N1", tipMm + Vec3(0, 80, 0), tipMm));
  plan.injections = {{"N1", 2.0, 0.05}};
  std::vector<Finding> findings;
  openWall(model, plan, findings);
  return findings;
}

/// The tumour of L4 has opened its posterior wall.
const CaseModel& openL4() {
  return bundledModel("l4-lung");
}

TEST(OpenWall, AsksForContainmentInFrontOfAnOpenPosteriorWall) {
  const auto findings = found(openL4(), "L4");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].rule, "open-posterior-wall");
  EXPECT_EQ(findings[0].severity, Finding::Severity::Warning);
  EXPECT_EQ(findings[0].subject, "vertebra_L4");
  EXPECT_GT(findings[0].value.value_or(0.0), 10.0);
  EXPECT_NE(findings[0].text.find("nothing holds the 2.0 ml of cement"), std::string::npos)
      << findings[0].text;
  EXPECT_FALSE(findings[0].source.empty());
  ASSERT_TRUE(findings[0].atMm);
  const anatomy::VertebraAnatomy& anatomy = *openL4().vertebra("L4");
  const anatomy::Plane& wall = anatomy.body.posteriorWall;
  EXPECT_LT(std::abs((*findings[0].atMm - wall.pointMm).dot(wall.normal)), 6.0);
}

TEST(OpenWall, IsQuietWhereTheWallIsClosed) {
  EXPECT_TRUE(found(openL4(), "L3").empty());
}

TEST(OpenWall, ACoilAroundTheTipHoldsTheCementAndOneElsewhereDoesNot) {
  const auto withCoil = [](double aboveMm) {
    const Vec3 atMm = openL4().vertebra("L4")->bodyCentroidMm + Vec3(0, 0, aboveMm);
    Plan plan;
    plan.needles = {cementNeedle("N2", atMm + Vec3(0, 80, 0), atMm)};
    plan.needles[0].instrument = "coil-peek";
    plan.needles[0].purpose = Purpose::Access;
    plan.needles[0].level = "L4";
    plan.needles[0].device.coilLoops = 3;
    return plan;
  };
  EXPECT_TRUE(found(openL4(), "L4", withCoil(0.0)).empty());
  EXPECT_EQ(found(openL4(), "L4", withCoil(12.0)).size(), 1u);
}

TEST(OpenWall, AStentHoldsTheCementAndABalloonDoesNot) {
  for (const char* device : {"stent-20", "balloon-20"}) {
    // A device opens about its needle's last part: its tip lies beyond the middle of the body.
    const Vec3 middle = openL4().vertebra("L4")->bodyCentroidMm;
    Plan plan;
    plan.needles = {cementNeedle("N2", middle + Vec3(0, 80, 0), middle + Vec3(0, -8, 0))};
    plan.needles[0].instrument = device;
    plan.needles[0].device.balloonMl = 4.0;
    EXPECT_EQ(found(openL4(), "L4", plan).empty(), std::string(device) == "stent-20") << device;
  }
}

}  // namespace
}  // namespace trocar::cement
