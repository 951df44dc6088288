#include "planning/ablation/probes/optimise.h"

#include "ball_case.h"
#include "core/error.h"
#include "core/patients.h"
#include "planning/ablation/current/line_potential.h"
#include "planning/ablation/probes/probe_candidates.h"
#include "planning/ablation/probes/probe_choice.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stop_token>

namespace trocar::ablation {
namespace {

ProbeShape upright(double x, double y) {
  return {Vec3(x, y, -12.5), Vec3(x, y, 12.5), 0.75};
}

TEST(LinePotential, IsOneAtALoneProbeAndFallsAsTheSpheroidsDo) {
  // The field of a line charge is constant on spheroids about its ends: ln((s + L) / (s - L)), s
  // the sum of the distances to them.
  const ProbeShape probe = upright(0, 0);
  EXPECT_NEAR(
      lineField(probe, Vec3(10, 0, 0)),
      std::log((2.0 * std::hypot(12.5, 10.0) + 25.0) / (2.0 * std::hypot(12.5, 10.0) - 25.0)) /
          25.0,
      1e-9);
  const LinePotential lone({probe}, {Vec3(0.75, 0, 0), Vec3(10, 0, 0), Vec3(400, 0, 0)});
  const std::vector<double> field = lone.of({0});
  EXPECT_NEAR(field[0], 1.0, 0.08);
  EXPECT_GT(field[0], field[1]);
  EXPECT_NEAR(
      field[2] * 400.0,
      field[1] * 400.0 * lineField(probe, Vec3(400, 0, 0)) / lineField(probe, Vec3(10, 0, 0)),
      1e-3);
}

TEST(LinePotential, LetsTwoProbesReachFurtherThanOneButNotTwiceAsFar) {
  const LinePotential both({upright(-8, 0), upright(8, 0)}, {Vec3(0, 0, 0), Vec3(40, 0, 0)});
  const std::vector<double> one = both.of({0}), two = both.of({0, 1});
  EXPECT_GT(two[0], one[0]);
  EXPECT_LT(two[0], 2.0 * one[0]);
}

TEST(ProbeChoice, PutsProbesWhereTheTargetIsAndAwayFromWhatIsSpared) {
  std::vector<ProbeShape> candidates;
  for (int x = -20; x <= 20; x += 5)
    candidates.push_back(upright(x, 0));
  ChoicePoints points;
  for (int x = -8; x <= 8; x += 2)
    points.targetMm.emplace_back(x, 0, 0);
  const ProbeChoice free(candidates, points);
  EXPECT_EQ(free.best(1, {}), std::vector<std::size_t>{4});
  points.nervesMm = {Vec3(14, 0, 0)};
  const ProbeChoice guarded(candidates, points);
  const auto chosen = guarded.best(1, {});
  EXPECT_LT(candidates[chosen.front()].distalMm.x(), 0.0);
  // No two closer than 6 mm.
  const auto pair = free.best(2, {});
  ASSERT_EQ(pair.size(), 2U);
  EXPECT_GE(pair[1] - pair[0], 2U);
}

TEST(ProbeCandidates, SpreadsPointsFarFromEachOther) {
  std::vector<Vec3> line;
  for (int x = 0; x <= 10; ++x)
    line.emplace_back(x, 0, 0);
  const std::vector<Vec3> spread = spreadPoints(line, 3);
  ASSERT_EQ(spread.size(), 3U);
  EXPECT_EQ(spread[0].x(), 5.0);
  EXPECT_EQ(std::min(spread[1].x(), spread[2].x()), 0.0);
  EXPECT_EQ(std::max(spread[1].x(), spread[2].x()), 10.0);
}

OptimiseRequest ballRequest() {
  OptimiseRequest request;
  request.lesion = "lesion_1";
  request.shelf = {"icerod-1.5"};
  request.approaches = {Approach::Free};
  request.mostProbes = 2;
  return request;
}

TEST(Optimise, CoversABallAndSparesWhatLiesBesideIt) {
  const CaseModel model(ballCase(8.0, 34.0));
  const OptimiseResult found = optimiseProbes(model, {}, ballRequest());
  const ProbeArrangement& best = found.tried[found.best];
  EXPECT_TRUE(found.complete);
  EXPECT_TRUE(best.reaches) << found.why;
  EXPECT_TRUE(best.dangers.empty()) << found.why;
  EXPECT_EQ(static_cast<int>(best.plan.protocols.size()), best.probes);
  EXPECT_NE(found.why.find("goal"), std::string::npos);
  // The same again.
  EXPECT_EQ(optimiseProbes(model, {}, ballRequest()).tried[found.best].plan, best.plan);
}

TEST(Optimise, SaysWhyALesionAtAJointIsNotCovered) {
  // On a bundled patient: whatever is chosen endangers nothing, or it says that nothing is safe.
  const CaseModel model(std::make_shared<const Case>(loadBundledPatient("acetabulum-renal")));
  OptimiseRequest request;
  request.lesion = "lesion_1";
  request.shelf = {"icesphere-1.5"};
  request.approaches = {Approach::AcetabularPosterolateral};
  request.mostProbes = 1;
  const OptimiseResult found = optimiseProbes(model, {}, request);
  const ProbeArrangement& best = found.tried[found.best];
  EXPECT_FALSE(best.reaches && best.dangers.empty()) << found.why;
  EXPECT_NE(found.why.find("not reached"), std::string::npos) << found.why;
  for (const ProbeArrangement& tried : found.tried) {
    EXPECT_GE(tried.coverage, 0.0);
    EXPECT_LE(tried.coverage, 1.0);
    EXPECT_EQ(tried.dangers.empty(), tried.harm == 0.0);
  }
}

TEST(Optimise, ReturnsTheBestSoFarWhenItIsStopped) {
  const CaseModel model(ballCase(14.0, 34.0));
  OptimiseRequest request = ballRequest();
  request.mostProbes = 4;
  request.coverageGoal = 1.0;
  request.marginMm = 5.0;
  std::stop_source stop;
  const Progress progress(stop.get_token(), [&](double at) {
    if (at > 0.6)
      stop.request_stop();
  });
  const OptimiseResult found = optimiseProbes(model, {}, request, progress);
  EXPECT_FALSE(found.complete);
  EXPECT_FALSE(found.tried.empty());
}

TEST(Optimise, SaysWhatCannotBe) {
  const CaseModel model(ballCase(8.0, 34.0));
  OptimiseRequest request = ballRequest();
  request.lesion = "canal";
  EXPECT_THROW(optimiseProbes(model, {}, request), Error);
  request = ballRequest();
  request.mostProbes = 0;
  EXPECT_THROW(optimiseProbes(model, {}, request), Error);
  request = ballRequest();
  request.shelf = {"bone-needle-11g"};
  EXPECT_THROW(optimiseProbes(model, {}, request), Error);
}

}  // namespace
}  // namespace trocar::ablation
