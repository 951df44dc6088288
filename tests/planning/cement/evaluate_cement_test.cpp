#include "planning/cement/evaluate_cement.h"

#include "core/error.h"
#include "planning/cement/body/cavity.h"
#include "planning/cement/flow/injection_run.h"
#include "planning/cement/flow/leak_ensemble.h"
#include "tests/planning/cement/block_case.h"
#include "tests/threads.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numbers>
#include <numeric>

namespace trocar::cement {
namespace {

const Finding* findRuleOfEvaluateCement(const std::vector<Finding>& findings,
                                        const std::string& rule) {
  for (const Finding& finding : findings) {
    if (finding.rule == rule)
      return &finding;
  }
  return nullptr;
}

const CementLeak* findLeak(const CementResult& result, const std::string& into) {
  for (const CementLeak& leak : result.leaks) {
    if (leak.into == into)
      return &leak;
  }
  return nullptr;
}

double leakedMlOfEvaluateCement(const CementResult& result) {
  return std::accumulate(
      result.leaks.begin(), result.leaks.end(), 0.0, [](double sum, const CementLeak& leak) {
        return sum + leak.volumeMl;
      });
}

/// Enough for what is told here, and quick.
EvaluationOptions coarseOfEvaluateCement() {
  EvaluationOptions options;
  options.resolutionMm = 1.5;
  return options;
}

TEST(EvaluateCement, SaysNothingOfAPlanWithoutInjections) {
  EXPECT_FALSE(evaluateCement(*BlockCase().model, Plan{}));
}

TEST(EvaluateCement, StaysInsideAnIntactBone) {
  const BlockCase block;
  const auto result = evaluateCement(*block.model, planWith(Vec3::Zero(), 3.0));
  ASSERT_TRUE(result);
  EXPECT_NEAR(result->deliveredMl, 3.0, 1e-6);
  EXPECT_NEAR(result->inBodyMl, 3.0, 3.0 * 0.005);
  EXPECT_TRUE(result->leaksModelled);
  EXPECT_TRUE(result->leaks.empty());
  const Structure& bone = *block.model->patient().find("bone");
  const Grid& grid = result->arrival.grid();
  for (std::size_t c = 0; c < grid.voxelCount(); ++c) {
    if (result->arrival.voxels()[c] >= 0.0F) {
      ASSERT_TRUE(contains(block.model->patient(), bone, grid.voxelToPatient(grid.voxelAt(c))));
    }
  }
  EXPECT_EQ(result->needles.front().stop, "");
  EXPECT_NEAR(result->needles.front().deliverableMl, 3.0, 1e-6);
}

/// Middle of the cement, along the needle.
double middleMm(const CementResult& result) {
  const Grid& grid = result.arrival.grid();
  double sum = 0.0, count = 0.0;
  for (std::size_t c = 0; c < grid.voxelCount(); ++c) {
    if (result.arrival.voxels()[c] < 0.0F)
      continue;
    sum += grid.voxelToPatient(grid.voxelAt(c)).y();
    count += 1.0;
  }
  return sum / count;
}

TEST(EvaluateCement, BeginsBehindTheNeedlesTipWhereTheInjectionSaysSo) {
  const BlockCase block;
  Plan deeper = planWith(Vec3(0, 6, 0), 2.0);
  deeper.injections[0].tipBackMm = 6.0;
  const auto drawn = evaluateCement(*block.model, deeper, coarseOfEvaluateCement());
  const auto placed =
      evaluateCement(*block.model, planWith(Vec3::Zero(), 2.0), coarseOfEvaluateCement());
  EXPECT_TRUE(drawn->needles.front().tipMm.isApprox(placed->needles.front().tipMm, 1e-9));
  EXPECT_EQ(drawn->arrival.voxels(), placed->arrival.voxels());
}

TEST(EvaluateCement, FollowsANeedleThatIsDrawnBackWhileItInjects) {
  const BlockCase block;
  Plan plan = planWith(Vec3(0, 8, 0), 2.0);
  const auto still = evaluateCement(*block.model, plan, coarseOfEvaluateCement());
  plan.injections[0].withdrawMm = 14.0;
  const auto drawn = evaluateCement(*block.model, plan, coarseOfEvaluateCement());
  EXPECT_NEAR(drawn->deliveredMl, 2.0, 1e-6);
  EXPECT_NEAR(drawn->inBodyMl + drawn->outsideMl, 2.0, 0.01);
  EXPECT_LT(middleMm(*drawn), middleMm(*still) - 3.0) << middleMm(*drawn);
  EXPECT_GT(middleMm(*drawn), -6.0) << "it was never farther out than its last place";
}

TEST(EvaluateCement, LeaksIntoTheCanalThroughAHoleOfOneVoxelInThePosteriorWall) {
  const BlockCase block(
      [](const Vec3& p) { return p.y() > 0.0 && std::abs(p.x()) < 0.6 && std::abs(p.z()) < 0.6; });
  const Plan plan = planWith(Vec3(0, 8, 0), 3.0);
  const auto result = evaluateCement(*block.model, plan);
  const CementLeak* leak = findLeak(*result, "canal");
  ASSERT_NE(leak, nullptr);
  EXPECT_EQ(leak->route, "cortical");
  EXPECT_GT(leak->atMm.y(), 12.0);
  EXPECT_NEAR(leak->atMm.x(), 0.0, 1.5);
  EXPECT_EQ(result->needles.front().stop, "leak");
  EXPECT_LT(result->needles.front().deliverableMl, 3.0);
  EXPECT_NEAR(
      result->inBodyMl + leakedMlOfEvaluateCement(*result), result->deliveredMl, 3.0 * 0.005);
  const auto findings = cementFindings(*block.model, plan, *result);
  const Finding* finding = findRuleOfEvaluateCement(findings, "cement-leak-canal");
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->severity, Finding::Severity::Danger);
  EXPECT_EQ(findings.front().severity, Finding::Severity::Danger);
}

TEST(EvaluateCement, ALeakBeginsAtTheSameVolumeHoweverMuchIsPlanned) {
  const BlockCase block(
      [](const Vec3& p) { return p.y() > 0.0 && std::abs(p.x()) < 0.6 && std::abs(p.z()) < 0.6; });
  const auto leakOf = [&](double plannedMl) -> std::optional<double> {
    const auto result = evaluateCement(*block.model, planWith(Vec3(0, 8, 0), plannedMl));
    const CementLeak* leak = findLeak(*result, "canal");
    return leak ? std::optional<double>(leak->firstAtMl) : std::nullopt;
  };
  const double firstMl = leakOf(3.0).value();
  EXPECT_GT(firstMl, 0.2);
  EXPECT_FALSE(leakOf(firstMl - 0.1)) << firstMl;
  EXPECT_NEAR(leakOf(firstMl + 0.1).value_or(0.0), firstMl, 0.05);
}

TEST(EvaluateCement, TellsTheWayOfALeakFromTheTipThroughTheHoleToWhereItEnds) {
  const Vec3 tip(3, 8, 0);
  const BlockCase block(
      [](const Vec3& p) { return p.y() > 0.0 && std::abs(p.x()) < 0.6 && std::abs(p.z()) < 0.6; });
  const auto result = evaluateCement(*block.model, planWith(tip, 3.0));
  const CementLeak* leak = findLeak(*result, "canal");
  ASSERT_NE(leak, nullptr);
  ASSERT_GT(leak->pathMm.size(), 3u);
  EXPECT_LT((leak->pathMm.front() - tip).norm(), 2.0);
  EXPECT_GT(leak->pathMm.back().y(), 15.0) << "it ends in the canal";
  bool throughHole = false;
  for (std::size_t n = 1; n < leak->pathMm.size(); ++n) {
    EXPECT_LT((leak->pathMm[n] - leak->pathMm[n - 1]).norm(), 3.5);
    throughHole = throughHole || (leak->pathMm[n] - leak->atMm).norm() < 2.0;
  }
  EXPECT_TRUE(throughHole);
}

TEST(EvaluateCement, LeavesOutHeatAndStiffnessWhereTheyAreNotAskedFor) {
  const BlockCase block;
  EvaluationOptions options;
  options.cementHeat = false;
  const auto result = evaluateCement(*block.model, planWith(Vec3::Zero(), 1.0), options);
  EXPECT_FALSE(result->heat);
  EXPECT_FALSE(result->stiffness);
}

TEST(EvaluateCement, LeaksIntoTheDiscThroughABrokenEndplate) {
  const BlockCase block([](const Vec3& p) { return p.z() > 0.0 && p.head<2>().norm() < 3.0; });
  const auto result =
      evaluateCement(*block.model, planWith(Vec3(0, 0, 6), 2.5), coarseOfEvaluateCement());
  ASSERT_NE(findLeak(*result, "disc"), nullptr);
  EXPECT_EQ(findLeak(*result, "disc")->route, "disc");
  EXPECT_EQ(findLeak(*result, "canal"), nullptr);
}

TEST(EvaluateCement, LeaksIntoTheForamenOfTheBrokenSideOnly) {
  for (const double side : {1.0, -1.0}) {  // +x is the patient's left.
    const BlockCase block([side](const Vec3& p) {
      return p.x() * side > 0.0 && std::abs(p.y()) < 3.0 && std::abs(p.z()) < 3.0;
    });
    const auto result = evaluateCement(
        *block.model, planWith(Vec3(side * 12, 0, 0), 2.5), coarseOfEvaluateCement());
    const CementLeak* leak = findLeak(*result, "foramen");
    ASSERT_NE(leak, nullptr);
    EXPECT_EQ(leak->route, "foraminal");
    EXPECT_GT(leak->atMm.x() * side, 17.0);
    const Grid& grid = result->arrival.grid();
    for (std::size_t c = 0; c < grid.voxelCount(); ++c) {
      if (result->arrival.voxels()[c] >= 0.0F) {
        ASSERT_GT(grid.voxelToPatient(grid.voxelAt(c)).x() * side, -20.6);
      }
    }
  }
}

TEST(EvaluateCement, IsTheMirrorImageOfTheMirroredPlan) {
  const BlockCase block;
  const auto left =
      evaluateCement(*block.model, planWith(Vec3(10, 0, 0), 1.5), coarseOfEvaluateCement());
  const auto right =
      evaluateCement(*block.model, planWith(Vec3(-10, 0, 0), 1.5), coarseOfEvaluateCement());
  const auto meanX = [](const CementResult& result) {
    double sum = 0.0;
    double count = 0.0;
    const Grid& grid = result.arrival.grid();
    for (std::size_t c = 0; c < grid.voxelCount(); ++c) {
      if (result.arrival.voxels()[c] >= 0.0F) {
        sum += grid.voxelToPatient(grid.voxelAt(c)).x();
        count += 1.0;
      }
    }
    return sum / count;
  };
  EXPECT_GT(meanX(*left), 5.0);
  EXPECT_NEAR(meanX(*left), -meanX(*right), 0.5);
}

TEST(EvaluateCement, PrefersALyticLesionToTheBoneAroundIt) {
  // The left half is nearly empty of bone.
  const Grid grid({71, 71, 61}, Vec3(-35, -35, -30), Vec3::Ones());
  const BlockCase even;
  auto patient = std::make_shared<Case>(even.model->patient());
  std::vector<std::int16_t> hu = patient->ct.voxels();
  for (std::size_t c = 0; c < hu.size(); ++c) {
    if (hu[c] == 100 && grid.voxelToPatient(grid.voxelAt(c)).x() < 0.0)
      hu[c] = 350;
  }
  patient->ct = Volume(grid, std::move(hu));
  const auto result =
      evaluateCement(CaseModel(patient), planWith(Vec3::Zero(), 2.0), coarseOfEvaluateCement());
  double left = 0.0;
  double all = 0.0;
  for (std::size_t c = 0; c < result->arrival.grid().voxelCount(); ++c) {
    if (result->arrival.voxels()[c] < 0.0F)
      continue;
    all += 1.0;
    left += result->arrival.grid().voxelToPatient(result->arrival.grid().voxelAt(c)).x() > 0.0
                ? 1.0
                : 0.0;
  }
  EXPECT_GT(left / all, 0.65);
}

TEST(EvaluateCement, RunsTwoNeedlesOneAfterTheOther) {
  const BlockCase block;
  Plan plan = planWith(Vec3(10, 0, 0), 1.0);
  plan.needles.push_back(cementNeedle("N2", Vec3(-10, -60, 0), Vec3(-10, 0, 0)));
  plan.injections.push_back({"N2", 1.5, 0.05});
  const auto result = evaluateCement(*block.model, plan, coarseOfEvaluateCement());
  ASSERT_EQ(result->needles.size(), 2U);
  EXPECT_NEAR(result->needles[1].beginsAtMl, 1.0, 1e-6);
  EXPECT_NEAR(result->deliveredMl, 2.5, 1e-5);
  EXPECT_LE(result->arrival.nearest(Vec3(10, 1, 0), -1.0F), 1.0F);
  EXPECT_GE(result->arrival.nearest(Vec3(-10, 1, 0), -1.0F), 1.0F);
  EXPECT_NEAR(result->endsAtS - result->course.front().timeS, 2.5 / 0.05, 1.0);
}

TEST(EvaluateCement, SaysThatATipOutsideBoneInjectsNothing) {
  const BlockCase block;
  const Plan plan = planWith(Vec3(0, -25, 0), 2.0);
  const auto result = evaluateCement(*block.model, plan, coarseOfEvaluateCement());
  EXPECT_EQ(result->deliveredMl, 0.0);
  const auto findings = cementFindings(*block.model, plan, *result);
  ASSERT_NE(findRuleOfEvaluateCement(findings, "cement-tip-outside-bone"), nullptr);
  EXPECT_EQ(findRuleOfEvaluateCement(findings, "cement-tip-outside-bone")->severity,
            Finding::Severity::Danger);
}

TEST(EvaluateCement, SaysThatATipLiesInTheCanal) {
  const BlockCase block;
  const Plan plan = planWith(Vec3(0, 20, 0), 2.0);
  const auto result = evaluateCement(*block.model, plan, coarseOfEvaluateCement());
  EXPECT_EQ(result->deliveredMl, 0.0);
  EXPECT_NE(
      findRuleOfEvaluateCement(cementFindings(*block.model, plan, *result), "cement-tip-in-canal"),
      nullptr);
}

TEST(EvaluateCement, PutsNoMoreIntoABoneThanItHolds) {
  const BlockCase block;
  Plan plan = planWith(Vec3::Zero(), 50.0);
  plan.injections.front().rateMlPerS = 0.5;  // Within the working time.
  EvaluationOptions options;
  options.resolutionMm = 2.0;
  const auto result = evaluateCement(*block.model, plan, options);
  EXPECT_LT(result->deliveredMl, 31.0);  // 41 x 31 x 25 mm of voxels, less bone.
  EXPECT_NEAR(result->inBodyMl + leakedMlOfEvaluateCement(*result),
              result->deliveredMl,
              0.005 * result->deliveredMl);
  EXPECT_NE(result->needles.front().stop, "");
}

TEST(EvaluateCement, InjectsNothingIntoBoneThatNothingFlowsThrough) {
  const BlockCase block;
  RunSettings settings;
  settings.factors.permeability = 0.0;
  const InjectionRun run =
      runInjections(*block.model, planWith(Vec3::Zero(), 2.0), settings, Progress());
  ASSERT_EQ(run.needles.size(), 1u);
  EXPECT_EQ(run.needles[0].deliveredMl, 0.0);
  ASSERT_EQ(run.stops.size(), 1u);
  EXPECT_EQ(run.stops[0].kind, "no-room");
}

TEST(EvaluateCement, SaysThatThereIsNoRoomLeftAlsoAfterALeak) {
  const BlockCase block;
  const Plan plan = planWith(Vec3::Zero(), 2.0);
  CementResult result;
  result.requestedMl = 2.0;
  CementNeedle needle;
  needle.needle = "N1";
  needle.structure = "bone";
  needle.requestedMl = 2.0;
  needle.deliveredMl = 1.25;
  needle.stop = "leak";
  result.needles = {needle};
  result.stops = {{"leak", "N1", 1.0, 290.0, Vec3::Zero()},
                  {"no-room", "N1", 1.25, 300.0, Vec3::Zero()}};
  result.course = {{1.25, 300.0, "N1", "bone", 500.0, 5.0, std::nullopt}};
  result.endsAtS = 300.0;
  result.workingTimeS = 600.0;
  const auto findings = cementFindings(*block.model, plan, result);
  const Finding* finding = findRuleOfEvaluateCement(findings, "cement-no-room");
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->text, "After 1.25 of 2.00 ml there is no room left at the tip of N1.");
  EXPECT_EQ(finding->severity, Finding::Severity::Warning);
  EXPECT_EQ(finding->subject, "N1");
}

TEST(EvaluateCement, RefusesCementThatHasSet) {
  const BlockCase block;
  Plan plan = planWith(Vec3::Zero(), 2.0);
  plan.cementMix.startS = 1500.0;
  const auto result = evaluateCement(*block.model, plan, coarseOfEvaluateCement());
  EXPECT_EQ(result->deliveredMl, 0.0);
  EXPECT_NE(findRuleOfEvaluateCement(cementFindings(*block.model, plan, *result), "cement-set"),
            nullptr);
}

TEST(EvaluateCement, SaysWhatIsWrongInOneSentenceEach) {
  struct Bad {
    std::string rule;
    Plan plan;
    std::int16_t trabecularHu = 100;
    Finding::Severity least = Finding::Severity::Danger;
  };
  Plan set = planWith(Vec3::Zero(), 2.0);
  set.cementMix.startS = 1500.0;
  const std::vector<Bad> inputs = {
      {"cement-tip-outside-bone", planWith(Vec3(0, -25, 0), 2.0)},
      {"cement-tip-in-canal", planWith(Vec3(0, 20, 0), 2.0)},
      {"cement-set", set},
      // As dense as enamel: nothing flows through it under a hand's force.
      {"cement-pressure", planWith(Vec3::Zero(), 2.0), 2500, Finding::Severity::Warning},
      {"cement-working-time", planWith(Vec3::Zero(), 50.0), 100, Finding::Severity::Warning}};
  EvaluationOptions options;
  options.resolutionMm = 2.0;
  options.cementHeat = false;
  for (const Bad& bad : inputs) {
    const BlockCase block({}, bad.trabecularHu);
    const auto result = evaluateCement(*block.model, bad.plan, options);
    ASSERT_TRUE(result) << bad.rule;
    const auto findings = cementFindings(*block.model, bad.plan, *result);
    const Finding* finding = findRuleOfEvaluateCement(findings, bad.rule);
    ASSERT_NE(finding, nullptr) << bad.rule;
    EXPECT_GE(finding->severity, bad.least) << bad.rule;
    EXPECT_EQ(finding->text.back(), '.') << finding->text;
    EXPECT_EQ(finding->text.find(". "), std::string::npos) << finding->text;
    EXPECT_LT(result->deliveredMl, result->requestedMl) << bad.rule;
  }
}

TEST(EvaluateCement, EndsWithTheWorkingTime) {
  const BlockCase block;
  Plan plan = planWith(Vec3::Zero(), 3.0);
  plan.injections.front().rateMlPerS = 0.005;  // Would take ten minutes.
  const auto result = evaluateCement(*block.model, plan, coarseOfEvaluateCement());
  EXPECT_LT(result->deliveredMl, 3.0);
  EXPECT_NE(result->needles.front().stop, "");
}

TEST(EvaluateCement, WarnsOfAFreezeWithoutThaw) {
  const BlockCase block;
  Plan plan = planWith(Vec3::Zero(), 1.0);
  plan.protocols.push_back({"N2", 0.0, {{ProtocolStep::Kind::Freeze, 600.0, 0.0, 1.0}}});
  const auto result = evaluateCement(*block.model, plan, coarseOfEvaluateCement());
  EXPECT_NE(
      findRuleOfEvaluateCement(cementFindings(*block.model, plan, *result), "cement-before-thaw"),
      nullptr);
  plan.protocols.front().steps.push_back({ProtocolStep::Kind::Thaw, 300.0, 0.0, 1.0});
  EXPECT_EQ(
      findRuleOfEvaluateCement(cementFindings(*block.model, plan, *result), "cement-before-thaw"),
      nullptr);
}

TEST(EvaluateCement, SaysThatANeedleIsMissingOrHasNoBore) {
  const BlockCase block;
  Plan plan = planWith(Vec3::Zero(), 1.0);
  plan.injections.front().needle = "N9";
  auto result = evaluateCement(*block.model, plan, coarseOfEvaluateCement());
  EXPECT_EQ(result->deliveredMl, 0.0);
  EXPECT_NE(findRuleOfEvaluateCement(cementFindings(*block.model, plan, *result),
                                     "cement-needle-missing"),
            nullptr);
  plan = planWith(Vec3::Zero(), 1.0);
  plan.needles.front().instrument = "thermocouple-20g";
  result = evaluateCement(*block.model, plan, coarseOfEvaluateCement());
  EXPECT_EQ(result->deliveredMl, 0.0);
  EXPECT_NE(findRuleOfEvaluateCement(cementFindings(*block.model, plan, *result),
                                     "cement-needle-without-bore"),
            nullptr);
}

Plan withBalloon(double volumeMl) {
  Plan plan = planWith(Vec3(0, 7, 0), 2.0);
  Needle balloon = cementNeedle("N2", Vec3(0, -60, 0), Vec3(0, 7, 0));
  balloon.instrument = "balloon-15";
  balloon.device.balloonMl = volumeMl;
  plan.needles.push_back(balloon);
  return plan;
}

TEST(Cavity, HasTheEnteredVolumeAndTheBalloonsLength) {
  const std::vector<Cavity> cavities = plannedCavities(withBalloon(3.0));
  ASSERT_EQ(cavities.size(), 1U);
  const Vec3 radii = cavities.front().region.radiiMm;
  EXPECT_NEAR(4.0 / 3.0 * std::numbers::pi * radii.prod(), 3000.0, 1e-6);
  EXPECT_NEAR(radii.x(), 7.5, 1e-9);
  EXPECT_NEAR(cavities.front().region.centreMm.y(), -0.5, 1e-9);
}

TEST(EvaluateCement, FillsABalloonsCavityFirst) {
  const BlockCase block({}, 250);
  const Plan plan = withBalloon(2.0);
  const auto result = evaluateCement(*block.model, plan, coarseOfEvaluateCement());
  const Cavity cavity = plannedCavities(plan).front();
  const Grid& grid = result->arrival.grid();
  double inside = 0.0;
  double all = 0.0;
  for (std::size_t c = 0; c < grid.voxelCount(); ++c) {
    if (result->arrival.voxels()[c] < 0.0F)
      continue;
    all += 1.0;
    inside += contains(cavity.region, grid.voxelToPatient(grid.voxelAt(c))) ? 1.0 : 0.0;
  }
  EXPECT_GT(inside / all, 0.6);
  EXPECT_EQ(
      findRuleOfEvaluateCement(cementFindings(*block.model, plan, *result), "balloon-beyond-bone"),
      nullptr);
}

TEST(EvaluateCement, SaysThatABalloonPassesTheBone) {
  const BlockCase block;
  const Plan plan = withBalloon(9.0);  // 34 mm across, in a bone 25 mm high.
  const auto result = evaluateCement(*block.model, plan, coarseOfEvaluateCement());
  EXPECT_NE(
      findRuleOfEvaluateCement(cementFindings(*block.model, plan, *result), "balloon-beyond-bone"),
      nullptr);
}

TEST(EvaluateCement, GivesLeaksTheSameProbabilityForEveryNumberOfThreads) {
  const BlockCase block(
      [](const Vec3& p) { return p.y() > 0.0 && std::abs(p.x()) < 4.0 && std::abs(p.z()) < 4.0; });
  EvaluationOptions options = coarseOfEvaluateCement();
  options.cementMembers = 3;
  const Plan plan = planWith(Vec3(0, 6, 0), 2.0);
  const auto result = [&] { return evaluateCement(*block.model, plan, options); };
  const auto one = withThreads(1, result);
  const auto three = withThreads(3, result);
  ASSERT_NE(findLeak(*one, "canal"), nullptr);
  EXPECT_EQ(findLeak(*one, "canal")->probability, 1.0);
  ASSERT_EQ(three->leaks.size(), one->leaks.size());
  for (std::size_t n = 0; n < one->leaks.size(); ++n) {
    EXPECT_EQ(three->leaks[n].probability, one->leaks[n].probability);
    EXPECT_EQ(three->leaks[n].volumeMl, one->leaks[n].volumeMl);
  }
  EXPECT_EQ(three->arrival.voxels(), one->arrival.voxels());
}

TEST(EvaluateCement, AnEnsembleIsCancelledBetweenItsMembers) {
  const BlockCase block;
  EvaluationOptions options;
  options.resolutionMm = 3.0;
  options.cementMembers = 12;
  std::stop_source stop;
  int reports = 0;
  const Progress progress(stop.get_token(), [&](double) {
    ++reports;
    stop.request_stop();
  });
  EXPECT_THROW(
      runLeakEnsemble(*block.model, planWith(Vec3::Zero(), 0.5), nullptr, options, progress),
      Cancelled);
  EXPECT_LT(reports, 12);
}

TEST(EvaluateCement, SaysThatAnInjectionHasNoVolumeOrRate) {
  const BlockCase block;
  Plan still = planWith(Vec3::Zero(), 1.0);
  still.injections.front().rateMlPerS = 0.0;
  for (const Plan& plan : {planWith(Vec3::Zero(), 0.0), planWith(Vec3::Zero(), -2.0), still}) {
    const auto result = evaluateCement(*block.model, plan);
    EXPECT_EQ(result->deliveredMl, 0.0);
    const auto findings = cementFindings(*block.model, plan, *result);
    EXPECT_NE(findRuleOfEvaluateCement(findings, "cement-nothing-to-inject"), nullptr);
  }
}

TEST(EvaluateCement, RefusesAnUnknownProduct) {
  const BlockCase block;
  Plan product = planWith(Vec3::Zero(), 1.0);
  product.cementMix.product = "glue";
  EXPECT_THROW(evaluateCement(*block.model, product), Error);
}

}  // namespace
}  // namespace trocar::cement
