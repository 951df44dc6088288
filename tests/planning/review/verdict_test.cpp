#include "planning/review/verdict.h"

#include <gmock/gmock.h>

namespace trocar::review {
namespace {

NeedleEvaluation gradedA() {
  NeedleEvaluation numbers;
  numbers.id = "N1";
  numbers.breach = Breach{};
  numbers.orderRule.emplace().leadMm = 107.0;
  numbers.placement = PlacementUncertainty{};
  numbers.placement->breachProbability = 0.394;
  return numbers;
}

Finding about(const std::string& needle, Finding::Severity severity) {
  Finding finding;
  finding.rule = "a-rule";
  finding.severity = severity;
  finding.subject = needle;
  finding.text = needle + ": something.";
  return finding;
}

TEST(Verdict, IsOneWordAndItsPartsStandBelow) {
  const Verdict verdict = verdictOf(gradedA(), {about("N1", Finding::Severity::Warning)});
  EXPECT_EQ(verdict.kind, Verdict::Kind::Caution) << "grade A alone is no verdict";
  EXPECT_EQ(verdict.reason, "N1: something.");
  EXPECT_THAT(verdict.parts,
              testing::ElementsAre("grade A", "39 % chance of a breach", "order rule kept"));
  EXPECT_EQ(shown(verdict), "Caution · grade A · 39 % chance of a breach · order rule kept");
}

TEST(Verdict, FollowsTheWorstThatStandsAboutThisNeedle) {
  const auto kindOf = [](std::vector<Finding> findings) {
    return verdictOf(gradedA(), findings).kind;
  };
  EXPECT_EQ(kindOf({}), Verdict::Kind::Good);
  EXPECT_EQ(kindOf({about("N1", Finding::Severity::Note)}), Verdict::Kind::Good);
  EXPECT_EQ(kindOf({about("N2", Finding::Severity::Danger)}), Verdict::Kind::Good);
  EXPECT_EQ(
      kindOf({about("N1", Finding::Severity::Warning), about("N1", Finding::Severity::Danger)}),
      Verdict::Kind::Danger);
  Finding accepted = about("N1", Finding::Severity::Danger);
  accepted.accepted = "Seen.";
  EXPECT_EQ(kindOf({accepted}), Verdict::Kind::Good);
}

TEST(Verdict, IsNoneWhereTheCanalIsNotLabelled) {
  NeedleEvaluation numbers = gradedA();
  numbers.unjudged = {{RiskGroup::Canal, "not labelled"}};
  const Verdict verdict = verdictOf(numbers, {});
  EXPECT_EQ(verdict.kind, Verdict::Kind::NotJudged);
  EXPECT_FALSE(verdict.reason.empty());
}

TEST(Verdict, IsNotGoodBeforeTheChanceOfABreachIsReckoned) {
  NeedleEvaluation numbers = gradedA();
  numbers.placement.reset();
  const Verdict verdict = verdictOf(numbers, {});
  EXPECT_EQ(verdict.kind, Verdict::Kind::NotJudged);
  EXPECT_EQ(verdict.word, "No objection yet");
  EXPECT_EQ(verdictOf(numbers, {about("N1", Finding::Severity::Warning)}).word, "Caution");
  numbers.breach.reset();
  EXPECT_EQ(verdictOf(numbers, {}).kind, Verdict::Kind::Good) << "there is no wall to breach";
}

TEST(Verdict, TellsAScrewByItsThreadAlone) {
  NeedleEvaluation numbers = gradedA();
  numbers.screw = ScrewGrade{};
  numbers.screw->grade = 'B';
  EXPECT_THAT(verdictOf(numbers, {}).parts, testing::Contains("thread grade B"));
  EXPECT_THAT(verdictOf(numbers, {}).parts, testing::Not(testing::Contains("grade A")));
}

}  // namespace
}  // namespace trocar::review
