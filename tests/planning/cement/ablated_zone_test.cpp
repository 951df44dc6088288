#include "planning/cement/body/ablated_zone.h"

#include "planning/ablation/zones/case_simulation.h"
#include "planning/ablation/zones/lethal_criterion.h"
#include "planning/cement/body/cement_site.h"
#include "planning/cement/evaluate_cement.h"
#include "planning/cement/flow/bone_flow.h"
#include "tests/planning/cement/block_case.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace trocar::cement {
namespace {

/// A published zone of -20 C, a ball.
ablation::AblationResult ballOf(const Vec3& centreMm, double radiusMm, double isothermC = -20.0) {
  ablation::AblationZone zone;
  zone.isothermC = isothermC;
  zone.ellipsoid = EllipsoidRegion{centreMm, Eigen::Matrix3d::Identity(), Vec3::Constant(radiusMm)};
  ablation::AblationResult result;
  result.zones = {zone};
  return result;
}

/// A simulation that leaves the left half (x > 0) at -30 C, and had the right half at +10 C.
ablation::AblationResult frozenOnTheLeft() {
  const Grid grid({41, 41, 41}, Vec3(-20, -20, -20), Vec3::Ones());
  std::vector<float> temperatures(grid.voxelCount());
  for (std::size_t c = 0; c < temperatures.size(); ++c)
    temperatures[c] = grid.voxelToPatient(grid.voxelAt(c)).x() > 0.0 ? -30.0F : 10.0F;
  auto run = std::make_shared<ablation::AblationSimulation>();
  run->coldest = Image<float>(grid, std::move(temperatures));
  run->hottest = Image<float>(grid, std::vector<float>(grid.voxelCount(), 37.0F));
  run->logDose = Image<float>(grid, std::vector<float>(grid.voxelCount(), ablation::kLeastLogDose));
  run->history = ablation::TemperatureHistory(grid);
  run->history.add(0.0, run->hottest);
  run->history.add(600.0, run->coldest);
  ablation::AblationResult result;
  result.simulation = std::move(run);
  return result;
}

TEST(AblatedZone, IsWhatWasFrozenToMinusTwenty) {
  const ablation::AblationResult ball = ballOf(Vec3(10, 0, 0), 5.0);
  EXPECT_TRUE(AblatedZone(&ball).contains(Vec3(14, 0, 0)));
  EXPECT_FALSE(AblatedZone(&ball).contains(Vec3(4, 0, 0)));
  const ablation::AblationResult ice = ballOf(Vec3(10, 0, 0), 5.0, 0.0);
  EXPECT_FALSE(AblatedZone(&ice).contains(Vec3(10, 0, 0))) << "the edge of the ice is not lethal";
  const ablation::AblationResult run = frozenOnTheLeft();
  EXPECT_TRUE(AblatedZone(&run).contains(Vec3(10, 0, 0)));
  EXPECT_FALSE(AblatedZone(&run).contains(Vec3(-10, 0, 0)));
  EXPECT_FALSE(AblatedZone().contains(Vec3::Zero()));
  EXPECT_NEAR(AblatedZone(&run).endTemperatureC(Vec3(10, 0, 0)).value_or(99.0), -30.0, 0.1);
  EXPECT_FALSE(AblatedZone(&ball).endTemperatureC(Vec3::Zero()));
}

/// The block with a lytic tumour of 8 mm radius in its middle.
CaseModel withTumour() {
  const BlockCase block;
  auto patient = std::make_shared<Case>(block.model->patient());
  patient->structures.push_back(
      {"lesion_1",
       "Lesion",
       Role::Lesion,
       EllipsoidRegion{Vec3::Zero(), Eigen::Matrix3d::Identity(), Vec3::Constant(8.0)},
       Basis::Measured});
  return CaseModel(std::move(patient));
}

TEST(AblatedZone, ChangesTheResistanceOfTumourInsideItAlone) {
  const CaseModel model = withTumour();
  const Structure& bone = *model.patient().find("bone");
  const ablation::AblationResult left = ballOf(Vec3(20, 0, 0), 20.0);
  const auto siteAfter = [&](const ablation::AblationResult* ablation) {
    return makeCementSite(model, {bone, nullptr, {}, 40.0, 2.0, {}, {}, {}, AblatedZone(ablation)});
  };
  const CementSite before = siteAfter(nullptr);
  const CementSite after = siteAfter(&left);
  ASSERT_EQ(before.place.size(), after.place.size());
  int changed = 0;
  for (std::size_t c = 0; c < before.place.size(); ++c) {
    const Vec3 p = before.flow.grid.voxelToPatient(before.flow.grid.voxelAt(c));
    const bool dead =
        before.lesion[c] != 0 && isInBone(before.place[c]) && AblatedZone(&left).contains(p);
    changed += dead ? 1 : 0;
    EXPECT_FLOAT_EQ(after.flow.permeabilityM2[c],
                    before.flow.permeabilityM2[c] * (dead ? 3.0F : 1.0F));
  }
  EXPECT_GT(changed, 50);
}

TEST(AblatedZone, ClosesVeinsInsideIt) {
  const ablation::AblationResult zone = ballOf(Vec3(10, 0, 0), 5.0);
  const BlockCase block;
  const SiteRequest request{*block.model->patient().find("bone"),
                            nullptr,
                            {},
                            40.0,
                            2.0,
                            {1.0, 2.0, 1.0, 1.0},
                            {},
                            {},
                            AblatedZone(&zone)};
  EXPECT_DOUBLE_EQ(request.veinsAt(Vec3(10, 0, 0)), 2.0 * kAblatedVein);
  EXPECT_DOUBLE_EQ(request.veinsAt(Vec3(-10, 0, 0)), 2.0);
}

TEST(AblatedZone, CementIntoIceIsAWarning) {
  const BlockCase block;
  EvaluationOptions quick;
  quick.resolutionMm = 2.0;
  quick.cementHeat = false;
  const ablation::AblationResult ablation = frozenOnTheLeft();
  for (const double x : {8.0, -8.0}) {
    const Plan plan = planWith(Vec3(x, 0, 0), 1.0);
    const auto result = cementAfter(&ablation, *block.model, plan, quick);
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->afterAblation);
    const auto findings = cementFindings(*block.model, plan, *result, &ablation);
    const auto ice = std::find_if(findings.begin(), findings.end(), [](const Finding& finding) {
      return finding.rule == "cement-into-ice";
    });
    ASSERT_EQ(ice != findings.end(), x > 0.0) << x;
    if (x > 0.0) {
      EXPECT_EQ(ice->severity, Finding::Severity::Warning);
      EXPECT_EQ(ice->text,
                "At the tip of N1 it is still -30 °C when the protocols end: wait until the ice "
                "has at least partly thawed before cement.");
    }
  }
}

}  // namespace
}  // namespace trocar::cement
