#include "planning/review/sheet.h"

#include "tests/planning/review/sample_plan.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace trocar::review {
namespace {

Evaluation evaluationWithTarget(double skinToTargetMm) {
  Evaluation evaluation;
  NeedleEvaluation needle;
  needle.id = "N1";
  needle.skinToTargetMm = skinToTargetMm;
  evaluation.needles = {needle};
  return evaluation;
}

TEST(Sheet, ShowsTheNumbersOfTheEvaluation) {
  const auto lines = sheetOf(samplePatient(), samplePlan(), evaluationWithTarget(87.64));
  const auto line = std::find_if(lines.begin(), lines.end(), [](const auto& l) {
    return nameOf(l) == "Needle N1, skin to target";
  });
  ASSERT_NE(line, lines.end());
  EXPECT_EQ(line->text, "87.6 mm");
}

TEST(Sheet, ComparesLineByLineAndMarksWhatDiffers) {
  Plan other = withoutNeedle(samplePlan(), "N4");
  const auto rows = compared(samplePatient(),
                             samplePlan(),
                             evaluationWithTarget(87.64),
                             other,
                             evaluationWithTarget(90.0));
  const auto row = [&](const std::string& what) {
    return *std::find_if(rows.begin(), rows.end(), [&](const auto& r) { return r.what == what; });
  };
  EXPECT_EQ(row("Needle N1, skin to target").a, "87.6 mm");
  EXPECT_EQ(row("Needle N1, skin to target").b, "90.0 mm");
  EXPECT_TRUE(row("Needle N1, skin to target").differs());
  EXPECT_FALSE(row("Position").differs());
  EXPECT_EQ(row("Needle N4").b, "–");
}

TEST(Sheet, ComparesEvenWhereOnlyTheOtherPlanHasANeedle) {
  const Plan less = withoutNeedle(samplePlan(), "N4");
  const auto rows = compared(samplePatient(), less, {}, samplePlan(), {});
  const auto at =
      std::find_if(rows.begin(), rows.end(), [](const auto& r) { return r.what == "Needle N4"; });
  ASSERT_NE(at, rows.end());
  EXPECT_EQ(at->a, "–");
  EXPECT_EQ((at - 1)->what, "Needle N3") << "beside its fellows";
}

}  // namespace
}  // namespace trocar::review
