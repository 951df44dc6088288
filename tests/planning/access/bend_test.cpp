#include "planning/access/needle_view.h"
#include "planning/evaluation/evaluation.h"
#include "planning/model/evaluation_options.h"
#include "planning/plan/needle_path.h"
#include "planning/search/proposal.h"
#include "planning/search/suggest.h"
#include "tests/planning/bundled_model.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace trocar::access {
namespace {

const CaseModel& breastModel() {
  return bundledModel("l3-breast");
}

/// A transpedicular cannula to L3 on the left, and a curved needle that stands out of it.
Plan curvedPlan(double exposedMm, const Bend& bend) {
  Needle cannula = *search::templateNeedle(
      breastModel(), "L3", Approach::Transpedicular, Side::Left, "bone-needle-10g");
  // Withdrawn to the back of the body, where a curve may open.
  cannula.trajectory.target = cannula.trajectory.pointAtDepth(cannula.trajectory.lengthMm() - 25.0);
  Needle curved = cannula;
  curved.id = "N2";
  curved.through = cannula.id;
  curved.instrument = "curved-needle-13g";
  curved.purpose = Purpose::Cement;
  curved.bend = bend;
  // Where the arc in front of the cannula's axis ends: solved for, as a person drags the tip.
  const Vec3 along = cannula.trajectory.direction();
  const Vec3 begin = cannula.trajectory.target + (exposedMm - bend.lengthMm) * along;
  const Vec3 aside = (bend.towards - bend.towards.dot(along) * along).normalized();
  const double turn = Angle::fromDegrees(bend.angleDeg).radians();
  const double radius = bend.lengthMm / turn;
  curved.trajectory.target =
      begin + radius * std::sin(turn) * along + radius * (1.0 - std::cos(turn)) * aside;
  Plan plan;
  plan.needles = {cannula, curved};
  return plan;
}

std::vector<Finding> findingsOf(const Plan& plan, const std::string& needle) {
  EvaluationOptions options;
  options.physics = false;
  options.placementSamples = 0;
  std::vector<Finding> own;
  for (const Finding& finding : evaluate(breastModel(), plan, options).findings) {
    if (finding.subject == needle)
      own.push_back(finding);
  }
  return own;
}

bool has(const std::vector<Finding>& findings, const std::string& rule) {
  return std::any_of(
      findings.begin(), findings.end(), [&](const Finding& f) { return f.rule == rule; });
}

const Bend kMedial{20.0, 45.0, -Vec3::UnitX()};

TEST(BentNeedle, LiesOnTheAxisOfItsCannulaAndOpensBeyondIt) {
  const Plan plan = curvedPlan(22.0, kMedial);
  const std::vector<Finding> findings = findingsOf(plan, "N2");
  for (const char* rule : {"cannula-axis", "bend-outside-cannula", "bend-range", "bend-fits"})
    EXPECT_FALSE(has(findings, rule)) << rule;
}

TEST(BentNeedle, ACurveThatBeginsInsideItsCannulaIsADanger) {
  const std::vector<Finding> findings = findingsOf(curvedPlan(15.0, kMedial), "N2");
  const auto found = std::find_if(findings.begin(), findings.end(), [](const Finding& f) {
    return f.rule == "bend-outside-cannula";
  });
  ASSERT_NE(found, findings.end());
  EXPECT_EQ(found->severity, Finding::Severity::Danger);
  EXPECT_NEAR(found->value.value_or(0.0), 5.0, 0.05);
}

TEST(BentNeedle, AStraightInstrumentDoesNotBendAndNoneBeyondItsRange) {
  Plan plan = curvedPlan(22.0, kMedial);
  plan.needles[1].instrument = "bone-needle-13g";
  EXPECT_TRUE(has(findingsOf(plan, "N2"), "bend-range"));
  EXPECT_TRUE(has(findingsOf(curvedPlan(40.0, {20.0, 80.0, -Vec3::UnitX()}), "N2"), "bend-range"));
}

TEST(BentNeedle, ReachesAcrossTheMidlineWhileItsShaftKeepsTheViews) {
  const Plan plan = curvedPlan(32.0, {30.0, 60.0, -Vec3::UnitX()});
  EvaluationOptions options;
  options.physics = false;
  options.placementSamples = 0;
  const Evaluation evaluation = evaluate(breastModel(), plan, options);
  const NeedleEvaluation& cannula = evaluation.needles[0];
  const NeedleEvaluation& curved = evaluation.needles[1];
  ASSERT_TRUE(curved.tip && cannula.tip && curved.orderRule && cannula.orderRule);
  EXPECT_LT(curved.tip->fromMidlineMm, cannula.tip->fromMidlineMm - 10.0);
  // The shaft is that of the cannula: the same angles to dial, the same grade in the pedicle.
  EXPECT_NEAR(curved.axialAngleDeg, cannula.axialAngleDeg, 1e-6);
  EXPECT_NEAR(curved.craniocaudalAngleDeg, cannula.craniocaudalAngleDeg, 1e-6);
  ASSERT_TRUE(curved.breach && cannula.breach);
  EXPECT_EQ(curved.breach->grade, cannula.breach->grade);
  // The way to the tip is counted along the curve.
  EXPECT_NEAR(*curved.skinToTargetMm, *cannula.skinToTargetMm + 32.0, 0.05);
  // The views see the tip cross the medial line only beyond the posterior wall.
  EXPECT_TRUE(curved.orderRule->passes);
}

TEST(BentNeedle, ItsClearancesAreThoseOfTheCurve) {
  // A curve back towards the canal comes nearer to it than its shaft does.
  const Plan towards = curvedPlan(32.0, {30.0, 60.0, Vec3(-0.7, 0.7, 0.0)});
  const Plan away = curvedPlan(32.0, {30.0, 60.0, Vec3(0.7, -0.7, 0.0)});
  const Structure* canal = breastModel().patient().withRole(Role::Canal).front();
  const auto clearanceMm = [&](const Plan& plan) {
    return clearanceOf(breastModel().fields().of(canal->id), shaftOf(plan.needles[1])).distanceMm;
  };
  EXPECT_LE(clearanceMm(towards), clearanceMm(away));
  double least = 1e9;
  const Shaft shaft = shaftOf(towards.needles[1]);
  const DistanceField& field = breastModel().fields().of(canal->id);
  for (double depth = 0.0; depth <= shaft.axis.lengthMm(); depth += 0.1)
    least = std::min(least, field.at(shaft.axis.pointAtDepth(depth)) - shaft.radiusMm);
  EXPECT_NEAR(clearanceMm(towards), least, 0.2);
}

}  // namespace
}  // namespace trocar::access
