#include "planning/cement/cement_history.h"
#include "planning/cement/evaluate_cement.h"
#include "tests/planning/bundled_model.h"
#include "tests/planning/cement/block_case.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace trocar::cement {
namespace {

/// A place in a body: shares of its width to the left and of its depth in front of the posterior
/// wall, half way up.
Vec3 placeIn(const anatomy::VertebraAnatomy& anatomy, double left, double inFront) {
  const anatomy::VertebralBody& body = anatomy.body;
  const Vec3& wall = body.posteriorWall.normal;
  const double toWallMm = (body.posteriorWall.pointMm - anatomy.bodyCentroidMm).dot(wall);
  return anatomy.bodyCentroidMm + left * body.widthMm * anatomy.frame.left +
         (toWallMm - inFront * body.depthMm) * wall;
}

Plan injecting(const anatomy::VertebraAnatomy& anatomy,
               const std::vector<Vec3>& tipsMm,
               double volumeMl) {
  Plan plan;
  for (const Vec3& tipMm : tipsMm) {
    Needle needle =
        cementNeedle(nextNeedleId(plan), tipMm + 80.0 * anatomy.body.posteriorWall.normal, tipMm);
    needle.level = anatomy.level;
    plan.injections.push_back({needle.id, volumeMl, 0.05});
    plan = withNeedle(std::move(plan), needle);
  }
  return plan;
}

EvaluationOptions coarse() {
  EvaluationOptions options;
  options.resolutionMm = 1.5;
  return options;
}

double leakedMl(const CementResult& result) {
  return std::accumulate(
      result.leaks.begin(), result.leaks.end(), 0.0, [](double sum, const CementLeak& leak) {
        return sum + leak.volumeMl;
      });
}

TEST(BundledCement, StaysInsideTheIntactBodyOfL3) {
  const CaseModel& model = bundledModel("l3-breast");
  const anatomy::VertebraAnatomy& anatomy = *model.vertebra("L3");
  const Plan plan =
      injecting(anatomy, {placeIn(anatomy, 0.17, 0.68), placeIn(anatomy, -0.17, 0.68)}, 2.5);
  const auto result = evaluateCement(model, plan, coarse());
  ASSERT_TRUE(result);
  EXPECT_NEAR(result->deliveredMl, 5.0, 1e-3);
  EXPECT_NEAR(result->inBodyMl + result->inArchMl + leakedMl(*result), 5.0, 5.0 * 0.005);
  for (const CementLeak& leak : result->leaks)
    EXPECT_TRUE(leak.route == "segmental" || leak.route == "basivertebral") << leak.route;
  EXPECT_LT(leakedMl(*result), 0.1);
  EXPECT_NEAR(result->fillFraction.value(), 0.2, 0.03);  // 5 ml of 25 ml.
  EXPECT_GT(result->leftShare.value(), 0.5);             // The lytic lesion lies on the left.
  EXPECT_LT(result->leftShare.value(), 0.75);
}

TEST(BundledCement, CountsWhatLiesBehindTheWallAsBehindIt) {
  const CaseModel& model = bundledModel("l3-breast");
  const anatomy::VertebraAnatomy& anatomy = *model.vertebra("L3");
  // In the left pedicle, half a pedicle's length behind the wall.
  const Vec3 behind = anatomy.left.centreMm;
  const Plan plan = injecting(anatomy, {behind}, 1.0);
  const auto result = evaluateCement(model, plan, coarse());
  ASSERT_TRUE(result);
  EXPECT_GT(result->inArchMl, 0.3 * result->deliveredMl);
  EXPECT_NEAR(result->inBodyMl + result->inArchMl + result->outsideMl, result->deliveredMl, 0.01);
  EXPECT_TRUE(result->reachesPosteriorQuarter);
  for (const Finding& finding : cementFindings(model, plan, *result)) {
    EXPECT_EQ(finding.text.find("\u2212"), std::string::npos) << finding.text;
    EXPECT_EQ(finding.text.find(" -"), std::string::npos) << finding.text;
  }
}

TEST(BundledCement, OfAnyVolumeIsPartOfTheHistory) {
  const CaseModel& model = bundledModel("l3-breast");
  const anatomy::VertebraAnatomy& anatomy = *model.vertebra("L3");
  const auto result =
      evaluateCement(model, injecting(anatomy, {placeIn(anatomy, 0.0, 0.6)}, 2.0), coarse());
  const auto filledMl = [&](double injectedMl) {
    const Image<std::uint8_t> mask = cementMask(*result, injectedMl);
    return static_cast<double>(std::count(mask.voxels().begin(), mask.voxels().end(), 1)) *
           mask.grid().voxelVolumeMm3() / 1000.0;
  };
  EXPECT_EQ(filledMl(-1.0), 0.0);
  EXPECT_NEAR(filledMl(1.0), 1.0 / 0.88, 0.2);  // Pores are 0.85 to 0.95 of osteopenic bone.
  EXPECT_GT(filledMl(2.0), filledMl(1.9));
  EXPECT_EQ(filledMl(9.0), filledMl(2.0));
  EXPECT_NEAR(cementAt(*result, 1.0).injectedMl, 1.0, 1e-9);
  EXPECT_LT(cementAt(*result, 1.0).timeS, cementAt(*result, 2.0).timeS);
  EXPECT_EQ(cementAt(*result, 9.0).injectedMl, result->deliveredMl);
}

// The tumour of L4 has opened the posterior wall and lies epidurally on the left.
TEST(BundledCement, LeaksIntoTheCanalOnTheLeftThroughTheOpenWallOfL4) {
  const CaseModel& model = bundledModel("l4-lung");
  const anatomy::VertebraAnatomy& anatomy = *model.vertebra("L4");
  const Plan plan = injecting(anatomy, {placeIn(anatomy, 0.15, 0.15)}, 3.0);
  const auto result = evaluateCement(model, plan, coarse());
  const auto leak = std::find_if(result->leaks.begin(),
                                 result->leaks.end(),
                                 [](const CementLeak& one) { return one.into == "canal"; });
  ASSERT_NE(leak, result->leaks.end());
  EXPECT_EQ(leak->route, "cortical");
  EXPECT_GT((leak->atMm - anatomy.bodyCentroidMm).dot(anatomy.frame.left), 0.0);
  EXPECT_NEAR(
      result->inBodyMl + result->inArchMl + leakedMl(*result), result->deliveredMl, 3.0 * 0.005);
  EXPECT_TRUE(result->reachesPosteriorQuarter);
  EXPECT_LT(stopLineMl(*result).value(), 1.0);
  const auto findings = cementFindings(model, plan, *result);
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings.front().severity, Finding::Severity::Danger);
}

/// The first leak of a route; empty where there is none.
const CementLeak* leakBy(const CementResult& result, const std::string& route) {
  for (const CementLeak& leak : result.leaks) {
    if (leak.route == route)
      return &leak;
  }
  return nullptr;
}

TEST(BundledCement, SaysThat50MlAreMoreThanTheBodyAndThatATipIsTooFarBack) {
  const CaseModel& model = bundledModel("l3-breast");
  const anatomy::VertebraAnatomy& anatomy = *model.vertebra("L3");
  Plan plan = injecting(anatomy, {placeIn(anatomy, 0.0, 0.2)}, 50.0);
  plan.injections.front().rateMlPerS = 1.0;
  EvaluationOptions options;
  options.resolutionMm = 2.5;
  options.cementHeat = false;
  const auto result = evaluateCement(model, plan, options);
  ASSERT_TRUE(result);
  EXPECT_LT(result->inBodyMl, *result->bodyVolumeMl + 15.0) << "no more than the bone holds";
  const std::vector<Finding> findings = cementFindings(model, plan, *result);
  for (const char* rule : {"cement-more-than-body", "cement-tip-near-posterior-wall"}) {
    const auto found = std::find_if(
        findings.begin(), findings.end(), [&](const Finding& f) { return f.rule == rule; });
    ASSERT_NE(found, findings.end()) << rule;
    EXPECT_EQ(found->severity, Finding::Severity::Danger) << rule;
  }
}

TEST(BundledCement, TellsItsEventsInTheirOrderWithTheirTime) {
  const CaseModel& model = bundledModel("l4-lung");
  const anatomy::VertebraAnatomy& anatomy = *model.vertebra("L4");
  const auto result = evaluateCement(
      model,
      injecting(anatomy, {placeIn(anatomy, 0.17, 0.15), placeIn(anatomy, -0.17, 0.6)}, 2.0),
      coarse());
  const std::vector<CementEvent> events = cementEvents(*result);
  const auto told = [&](const std::string& words) {
    return std::find_if(events.begin(), events.end(), [&](const CementEvent& event) {
      return event.text.find(words) != std::string::npos;
    });
  };
  ASSERT_NE(told("leak into the spinal canal"), events.end());
  EXPECT_EQ(told("leak into the spinal canal")->severity, Finding::Severity::Danger);
  ASSERT_NE(told("N2 begins"), events.end());
  EXPECT_NEAR(told("N2 begins")->atMl, 2.0, 1e-6);
  EXPECT_EQ(told("N1 begins"), events.end());
  for (std::size_t n = 1; n < events.size(); ++n) {
    EXPECT_LE(events[n - 1].atMl, events[n].atMl);
    EXPECT_LE(events[n - 1].atS, events[n].atS + 1e-9);
  }
  // 2 ml at 0.05 ml/s from 4 minutes after mixing on.
  EXPECT_NEAR(told("N2 begins")->atS, 240.0 + 40.0, 2.0);
}

TEST(BundledCement, LeavesByTheSegmentalVeinsOfTheSideItIsInjectedOn) {
  const CaseModel& model = bundledModel("l3-breast");
  const anatomy::VertebraAnatomy& anatomy = *model.vertebra("L2");
  for (const double side : {1.0, -1.0}) {
    const Plan plan = injecting(anatomy, {placeIn(anatomy, 0.36 * side, 0.5)}, 2.0);
    const auto result = evaluateCement(model, plan, coarse());
    ASSERT_TRUE(result);
    const CementLeak* leak = leakBy(*result, "segmental");
    ASSERT_NE(leak, nullptr) << side;
    EXPECT_EQ(leak->into, "vein");
    EXPECT_GT(side * (leak->atMm - anatomy.bodyCentroidMm).dot(anatomy.frame.left), 0.0);
    EXPECT_EQ(result->needles.front().stop, "leak");
    EXPECT_LT(result->needles.front().deliverableMl, 2.0);
  }
}

TEST(BundledCement, LeavesByTheBasivertebralVeinFromATipInFrontOfIt) {
  const CaseModel& model = bundledModel("l3-breast");
  const anatomy::VertebraAnatomy& anatomy = *model.vertebra("L2");
  Plan plan = injecting(anatomy, {placeIn(anatomy, 0.0, 0.3)}, 3.0);
  // From the front: a cannula through the foramen would close it.
  Trajectory& axis = plan.needles.front().trajectory;
  axis.entry = axis.target - 80.0 * anatomy.body.posteriorWall.normal;
  const auto result = evaluateCement(model, plan, coarse());
  ASSERT_TRUE(result);
  const CementLeak* leak = leakBy(*result, "basivertebral");
  ASSERT_NE(leak, nullptr);
  EXPECT_LT(std::abs((leak->atMm - anatomy.bodyCentroidMm).dot(anatomy.frame.left)), 6.0);
  EXPECT_FALSE(result->needles.front().stop.empty());
}

TEST(BundledCement, EntersTheForamenOfS1OnTheRightThroughTheOpenAla) {
  const CaseModel& model = bundledModel("sacrum-sarcoma");
  // The sarcoma has opened the ala towards the foramen: the tip is in it, 6 mm from the foramen.
  const Structure& lesion = *model.patient().find("lesion_1");
  const DistanceField& foramen = model.fields().of("foramen_S1_right");
  const DistanceField& tumour = model.fields().of("lesion_1");
  const DistanceField& bone = model.fields().of("sacrum");
  const Grid& grid = bone.image().grid();
  Vec3 tip = Vec3::Zero();
  double best = 1e9;
  for (std::size_t voxel = 0; voxel < grid.voxelCount(); ++voxel) {
    const Vec3 p = grid.voxelToPatient(grid.voxelAt(voxel));
    const double off = std::abs(foramen.at(p) - 6.0) + std::max(0.0, tumour.at(p) + 2.0) +
                       std::max(0.0, bone.at(p) + 2.0);
    if (off < best && contains(model.patient(), lesion, p)) {
      best = off;
      tip = p;
    }
  }
  ASSERT_LT(best, 3.0);
  Plan plan;
  plan = withNeedle(plan, cementNeedle("N1", tip + Vec3(-10, 80, 0), tip));
  plan.injections.push_back({"N1", 6.0, 0.05});
  const auto result = evaluateCement(model, plan, coarse());
  ASSERT_TRUE(result);
  const auto leak = std::find_if(result->leaks.begin(), result->leaks.end(), [](const auto& l) {
    return l.into == "foramen";
  });
  ASSERT_NE(leak, result->leaks.end()) << "inside " << result->inBodyMl;
  EXPECT_LT(leak->atMm.x(), 0.0) << "the patient's right";
  EXPECT_EQ(result->needles.front().stop, "leak");
  const std::vector<Finding> findings = cementFindings(model, plan, *result);
  EXPECT_TRUE(std::any_of(findings.begin(), findings.end(), [](const Finding& f) {
    return f.rule == "cement-leak-foramen" && f.severity == Finding::Severity::Danger;
  }));
}

}  // namespace
}  // namespace trocar::cement
