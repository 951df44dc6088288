#include "planning/report/report.h"

#include "planning/report/fact_table.h"
#include "planning/report/report_html.h"
#include "planning/words/html.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace trocar::report {
namespace {

using testing::HasSubstr;
using testing::Not;

Case patientNamed(const std::string& title) {
  Case patient;
  patient.id = "case-7";
  patient.title = title;
  return patient;
}

std::string htmlOf(const Case& patient,
                   const Plan& plan,
                   const Evaluation& evaluation,
                   const std::vector<ReportPicture>& pictures) {
  return reportToHtml(makeReport(patient, plan, evaluation, pictures));
}

TEST(Html, EscapesWhatWouldBreakThePage) {
  EXPECT_EQ(words::escaped("a<b> & \"c\""), "a&lt;b&gt; &amp; &quot;c&quot;");
}

// RFC 4648, section 10.
TEST(Html, Base64FollowsTheStandardsVectors) {
  EXPECT_EQ(words::base64(""), "");
  EXPECT_EQ(words::base64("f"), "Zg==");
  EXPECT_EQ(words::base64("fo"), "Zm8=");
  EXPECT_EQ(words::base64("foo"), "Zm9v");
  EXPECT_EQ(words::base64("foobar"), "Zm9vYmFy");
}

TEST(Report, AListWithoutHeadingsHasNoEmptyLineAboveIt) {
  const ReportTable list{{{"", 50}, {"", 50}}, {{"Delivered", "4.0 ml"}}};
  const ReportTable table{{{"From"}, {""}}, {{"0:00", "Access"}}};
  EXPECT_THAT(reportBodyHtml({"x", {{"Cement", {list}}}}), Not(HasSubstr("<th")));
  EXPECT_THAT(reportBodyHtml({"x", {{"Order", {table}}}}), HasSubstr("<th>From</th>"));
}

facts::Fact meant(const std::string& name, const std::string& meaning) {
  facts::Fact fact;
  fact.key = fact.name = name;
  fact.meaning = meaning;
  fact.rank = facts::FactRank::Usual;
  fact.topic = facts::FactTopic::Access;
  return fact;
}

TEST(Report, NumbersThatMeanTheSameAreExplainedOnce) {
  const facts::Facts facts = {meant("to the wall, medial", "Shaft to cortex"),
                              meant("to the wall, lateral", "Shaft to cortex"),
                              meant("excursion", "Beyond the cortex")};
  const ReportParagraph told = meaningsOf({facts}, {facts::FactTopic::Access});
  ASSERT_EQ(told.words.runs.size(), 1U);
  EXPECT_EQ(told.words.runs.front().text,
            "To the wall, medial; to the wall, lateral: Shaft to cortex. "
            "Excursion: Beyond the cortex.");
}

TEST(Report, SaysThatItIsForTeachingAndKeepsAnyTitle) {
  const std::string title = "ผู้ป่วย <L3> & \"x\"";
  const std::string html = htmlOf(patientNamed(title), {}, {}, {});
  EXPECT_THAT(html, HasSubstr("Not a medical device"));
  EXPECT_THAT(html, HasSubstr("ผู้ป่วย &lt;L3&gt;"));
  EXPECT_THAT(html, HasSubstr("No finding."));
  EXPECT_THAT(html, Not(HasSubstr("<h2>Cement")));
}

TEST(Report, ShowsAFindingWithItsSourceAndAcceptance) {
  Evaluation evaluation;
  Finding finding;
  finding.severity = Finding::Severity::Danger;
  finding.text = "N1 crosses the canal by 2.0 mm.";
  finding.source = "Source 2001";
  finding.accepted = "rehearsal of a breach";
  evaluation.findings = {finding};
  const std::string html = htmlOf(patientNamed("x"), {}, evaluation, {});
  EXPECT_THAT(html, HasSubstr("<b>N1 crosses the canal by 2.0 mm.</b>"));
  EXPECT_THAT(html, HasSubstr("■ Danger"));  // A word and a shape, for paper without colour.
  EXPECT_THAT(html, HasSubstr("[Source 2001]"));
  EXPECT_THAT(html, HasSubstr("rehearsal of a breach"));
}

TEST(Report, WhatIsNotJudgedIsNeitherDangerNorSafe) {
  Plan plan;
  plan.needles = {Needle{}};
  plan.needles.front().id = "N1";
  Evaluation evaluation;
  evaluation.needles.resize(1);
  evaluation.needles.front().id = "N1";
  evaluation.needles.front().unjudged = {{RiskGroup::Canal, "not labelled on this CT"}};
  Finding finding;
  finding.rule = "canal-unjudged";
  finding.severity = Finding::Severity::Danger;
  finding.text = "N1: not judged: spinal canal.";
  evaluation.findings = {finding};
  const std::string html = htmlOf(patientNamed("x"), plan, evaluation, {});
  EXPECT_THAT(html, HasSubstr("□ Not judged"));
  EXPECT_THAT(html, HasSubstr("safety not judged, 0 caution"));
  EXPECT_THAT(html, Not(HasSubstr("0 safety")));
  EXPECT_THAT(html, HasSubstr("<td>spinal canal</td>"));
}

TEST(Report, NamesTheSideOfANeedleAndItsAngles) {
  Plan plan;
  Needle needle;
  needle.id = "N1";
  needle.level = "L3";
  needle.side = Side::Left;
  plan.needles = {needle};
  Evaluation evaluation;
  NeedleEvaluation e;
  e.id = "N1";
  e.axialAngleDeg = 12.04;
  e.carm = {-12.0, 5.0};
  evaluation.needles = {e};
  const std::string html = htmlOf(patientNamed("x"), plan, evaluation, {});
  EXPECT_THAT(html, HasSubstr("L3 left"));
  EXPECT_THAT(html, HasSubstr("12.0°"));
  EXPECT_THAT(html, HasSubstr("RAO 12° CRA 5°"));
  EXPECT_THAT(html, HasSubstr("<td>–</td>"));
}

TEST(Report, StatesAnIncompleteScoreWithWhatItLacks) {
  Plan plan;
  plan.lesionScores[""]["mirels"] = {
      {"site", "lower-limb"}, {"pain", "functional"}, {"lesion", "lytic"}};
  std::string html = htmlOf(patientNamed("x"), plan, {}, {});
  EXPECT_THAT(html, HasSubstr("incomplete, 3 of 4 answered, 8 points so far and at most 11"));
  EXPECT_THAT(html, HasSubstr("Missing: Largest destruction of the cortex"));
  plan.lesionScores[""]["mirels"]["size"] = "over-two-thirds";
  html = htmlOf(patientNamed("x"), plan, {}, {});
  EXPECT_THAT(html, HasSubstr("11, prophylactic fixation"));
  EXPECT_THAT(html, HasSubstr("Site: lower limb (2, entered)"));
  EXPECT_THAT(html, Not(HasSubstr("SINS")));
}

TEST(Report, FramesEveryTriggerOfAnEarlySurgicalEvaluation) {
  Plan plan;
  EXPECT_THAT(htmlOf(patientNamed("x"), plan, {}, {}), Not(HasSubstr("Surgical evaluation first")));
  plan.scores["early-surgery"] = {{"multilevel", "yes"}, {"bowel-bladder", "yes"}};
  EXPECT_THAT(htmlOf(patientNamed("x"), plan, {}, {}),
              HasSubstr("Surgical evaluation first: Aggressive multilevel or multicolumn disease "
                        "(entered); Bowel or bladder dysfunction (entered)."));
}

TEST(Report, TellsThePlansFileTheLinesOfTheNoteAndWhatWasEntered) {
  Plan plan;
  plan.note = "first\n\nsecond";
  plan.intent = Intent::Curative;
  plan.pedicleFractures = {{"L3", Side::Left}};
  const std::string html =
      reportToHtml(makeReport(patientNamed("x"), plan, {}, {}, {.planFile = "my.plan.json"}));
  EXPECT_THAT(html, HasSubstr("Case case-7, plan my.plan.json"));
  EXPECT_THAT(html, HasSubstr("<p>first</p>\n<p>second</p>"));
  EXPECT_THAT(html, HasSubstr("Intent of the ablation: complete local cure"));
  EXPECT_THAT(html, HasSubstr("Fractured pedicle: L3 left"));
}

TEST(Report, CarriesItsPicturesInside) {
  EXPECT_THAT(htmlOf(patientNamed("x"), {}, {}, {{"Axial", "foobar"}}),
              HasSubstr("data:image/png;base64,Zm9vYmFy"));
}

}  // namespace
}  // namespace trocar::report
