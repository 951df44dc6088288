#include "planning/decide/frameworks.h"
#include "planning/decide/history.h"
#include "planning/decide/measured.h"
#include "planning/decide/proposal_table.h"
#include "planning/plan/entered_scores.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace trocar::decide {
namespace {

std::string painIn(const std::string& history) {
  const Proposals proposals = proposalsOfHistory(history);
  const auto sins = proposals.find("sins");
  if (sins == proposals.end() || !sins->second.contains("pain"))
    return "";
  return sins->second.at("pain").value;
}

TEST(History, QuotesTheWordsThatProposeAnAnswer) {
  EXPECT_EQ(painIn("Back pain, worse on standing."), "mechanical");
  EXPECT_EQ(painIn("Pain at night, not worse on movement."), "non-mechanical");
  EXPECT_EQ(painIn("Occasional back pain, not changed with posture."), "non-mechanical");
  EXPECT_EQ(painIn("Deep pain."), "");
  const Proposals proposals = proposalsOfHistory("Metastatic Renal Cell carcinoma.");
  const Answer& histology = proposals.at("histology").at("histology");
  EXPECT_EQ(histology.value, "renal");
  EXPECT_EQ(histology.basis, Basis::Estimated);
  EXPECT_EQ(histology.why, "the history says “Renal Cell”");
}

TEST(History, WhatIsDeniedOrContradictedProposesNothing) {
  EXPECT_EQ(painIn("No mechanical pain."), "");
  EXPECT_EQ(painIn("Not worse on movement in the neck; worse on standing in the back."), "");
  EXPECT_FALSE(proposalsOfHistory("No history of breast cancer.").contains("histology"));
  const Proposals two = proposalsOfHistory("Breast cancer in 2010, now lung cancer.");
  EXPECT_FALSE(two.at("histology").contains("histology"));
  EXPECT_TRUE(proposalsOfHistory("").empty());
}

anatomy::VertebraAnatomy vertebraAt(const std::string& level, double zMm, double yMm = 0.0) {
  anatomy::VertebraAnatomy vertebra;
  vertebra.level = level;
  vertebra.structureId = "vertebra_" + level;
  vertebra.bodyCentroidMm = {0, yMm, zMm};
  vertebra.body.superiorEndplate = {{0, yMm, zMm + 10}, Vec3::UnitZ()};
  vertebra.body.inferiorEndplate = {{0, yMm, zMm - 10}, -Vec3::UnitZ()};
  vertebra.body.posteriorWall = {{0, yMm + 15, zMm}, Vec3::UnitY()};
  return vertebra;
}

anatomy::LesionAnatomy lesionOf(const std::string& bone) {
  anatomy::LesionAnatomy lesion;
  lesion.lesionId = "lesion_1";
  lesion.boneId = bone;
  lesion.matrix = anatomy::LesionMatrix::Lytic;
  lesion.bodyFraction = 0.6;
  lesion.collapseFraction = 0.03;
  lesion.leftPedicleFraction = 0.0;
  lesion.rightPedicleFraction = 0.8;
  lesion.archFraction = 0.05;
  return lesion;
}

/// What is proposed for a T10 metastasis after `change`, the spine above it shifted back.
Answers sinsOf(void (*change)(anatomy::LesionAnatomy&),
               double shiftMm = 0.0,
               const Plan& plan = {}) {
  const std::vector<anatomy::VertebraAnatomy> spine = {
      vertebraAt("T9", 30, shiftMm), vertebraAt("T10", 0), vertebraAt("T11", -30)};
  anatomy::LesionAnatomy lesion = lesionOf("vertebra_T10");
  change(lesion);
  return proposalsOfLesion({}, plan, spine, {lesion}, lesion)["sins"];
}

TEST(Measured, TheTalksT10LesionAnswersFiveQuestions) {
  const Answers sins = sinsOf([](anatomy::LesionAnatomy&) {});
  EXPECT_EQ(sins.at("location").value, "T10");
  EXPECT_EQ(sins.at("lesion").value, "lytic");
  EXPECT_EQ(sins.at("collapse").value, "none-over-50-involved");
  EXPECT_EQ(sins.at("posterolateral").value, "unilateral");
  EXPECT_EQ(sins.at("alignment").value, "normal");
  EXPECT_EQ(sins.at("alignment").basis, Basis::Estimated);
  EXPECT_EQ(sins.at("collapse").basis, Basis::Measured);
}

TEST(Measured, CollapseFollowsItsLimits) {
  const auto collapse = [](double lost, double involved) {
    anatomy::LesionAnatomy lesion = lesionOf("vertebra_T10");
    lesion.collapseFraction = lost;
    lesion.bodyFraction = involved;
    return proposalsOfLesion({}, {}, {vertebraAt("T10", 0)}, {lesion}, lesion)["sins"]
        .at("collapse")
        .value;
  };
  EXPECT_EQ(collapse(0.19, 0.5), "none");
  EXPECT_EQ(collapse(0.19, 0.51), "none-over-50-involved");
  EXPECT_EQ(collapse(0.2, 0.9), "under-50");
  EXPECT_EQ(collapse(0.5, 0.9), "under-50");
  EXPECT_EQ(collapse(0.51, 0.9), "over-50");
  EXPECT_EQ(collapse(-0.04, 0.1), "none");
  EXPECT_FALSE(
      sinsOf([](anatomy::LesionAnatomy& l) { l.collapseFraction.reset(); }).contains("collapse"));
}

TEST(Measured, SidesAreCountedAndAFractureThatWasEnteredCounts) {
  EXPECT_EQ(sinsOf([](anatomy::LesionAnatomy& l) { l.leftPedicleFraction = 0.2; })
                .at("posterolateral")
                .value,
            "bilateral");
  EXPECT_EQ(sinsOf([](anatomy::LesionAnatomy& l) { l.rightPedicleFraction = 0.05; })
                .at("posterolateral")
                .value,
            "none");
  EXPECT_FALSE(sinsOf([](anatomy::LesionAnatomy& l) {
                 l.rightPedicleFraction = 0.0;
                 l.archFraction = 0.3;
               }).contains("posterolateral"))
      << "the side is not measured";
  const Answers fractured =
      sinsOf([](anatomy::LesionAnatomy&) {}, 0.0, withPedicleFracture({}, "T10", Side::Left, true));
  EXPECT_EQ(fractured.at("posterolateral").value, "bilateral");
  EXPECT_EQ(fractured.at("posterolateral").basis, Basis::Entered);
}

TEST(Measured, AStepBetweenPosteriorWallsIsASubluxation) {
  const auto same = [](anatomy::LesionAnatomy&) {};
  EXPECT_EQ(sinsOf(same, 2.4).at("alignment").value, "normal");
  EXPECT_EQ(sinsOf(same, 2.6).at("alignment").value, "subluxation");
  EXPECT_EQ(sinsOf(same, -2.6).at("alignment").value, "subluxation");
}

TEST(Measured, CompressionIsProposedOnlyWhereTheLesionStaysInBone) {
  anatomy::LesionAnatomy lesion = lesionOf("vertebra_T10");
  const auto proposed = [&] {
    return proposalsOfLesion({}, {}, {vertebraAt("T10", 0)}, {lesion}, lesion);
  };
  EXPECT_FALSE(proposed()["noms"].contains("escc")) << "nothing was measured";
  lesion.posteriorWallDefectMm2 = 0.0;
  lesion.epiduralDistanceMm = 1.0;
  lesion.canalNarrowing = 0.03;
  EXPECT_EQ(proposed()["noms"].at("escc").value, "0");
  EXPECT_EQ(proposed()["early-surgery"].at("canal-encroachment").value, "no");
  lesion.canalNarrowing.reset();
  EXPECT_FALSE(proposed()["early-surgery"].contains("canal-encroachment"))
      << "what is not measured excludes nothing";
  lesion.duralContact = true;
  EXPECT_FALSE(proposed()["noms"].contains("escc"));
  EXPECT_THAT(proposed()["early-surgery"].at("canal-encroachment").why,
              testing::HasSubstr("not measured"));
  EXPECT_EQ(proposed()["early-surgery"].at("canal-encroachment").value, "yes");
}

anatomy::LesionAnatomy namedLesion(const std::string& id, const std::string& bone) {
  anatomy::LesionAnatomy lesion = lesionOf(bone);
  lesion.lesionId = id;
  return lesion;
}

TEST(Measured, TheChosenLesionElseThatOfTheChosenBoneIsFound) {
  const std::vector<anatomy::LesionAnatomy> lesions = {namedLesion("lesion_1", "vertebra_T9"),
                                                       namedLesion("lesion_2", "vertebra_L1"),
                                                       namedLesion("lesion_3", "vertebra_L1"),
                                                       namedLesion("lesion_4", "hip_left")};
  EXPECT_EQ(lesionAt(lesions, "", "vertebra_L1"), &lesions[1]);
  EXPECT_EQ(lesionAt(lesions, "lesion_3", "vertebra_L1"), &lesions[2]);
  EXPECT_EQ(lesionAt(lesions, "hip_left", "hip_left"), &lesions[3]);
  EXPECT_EQ(lesionAt(lesions, "", "vertebra_L4"), nullptr);
  EXPECT_EQ(lesionAt(lesions, "", ""), &lesions[0]);
  EXPECT_EQ(lesionAt({}, "", "vertebra_L1"), nullptr);
  const std::vector<anatomy::LesionAnatomy> across = {namedLesion("lesion_1", "vertebra_T9"),
                                                      namedLesion("lesion_1", "vertebra_T10")};
  EXPECT_EQ(lesionAt(across, "lesion_1", "vertebra_T10"), &across[1]);
  EXPECT_EQ(lesionAt(across, "lesion_1", ""), &across[0]) << "its largest part";
  EXPECT_EQ(lesionAt(across, "", "vertebra_T10"), &across[1]);
}

anatomy::LesionAnatomy inHip(double medialOpen, double domeReached, double posterior) {
  anatomy::LesionAnatomy lesion = lesionOf("hip_right");
  lesion.hip = anatomy::HipInvolvement{
      {0.2, 0.7, 0.1}, {medialOpen, medialOpen}, {domeReached, 0.0}, 0.02, posterior};
  return lesion;
}

std::string proposedFor(const anatomy::LesionAnatomy& lesion,
                        const std::string& score,
                        const std::string& question) {
  const Proposals proposals = proposalsOfLesion({}, {}, {}, {lesion}, lesion);
  const auto answers = proposals.find(score);
  if (answers == proposals.end() || !answers->second.contains(question))
    return "";
  return answers->second.at(question).value;
}

TEST(Measured, AnAcetabulumsWallsAndColumnsFollowTheirLimits) {
  const anatomy::LesionAnatomy spared = inHip(0.05, 0.3, 0.25);
  EXPECT_EQ(proposedFor(spared, "harrington", "medial-wall"), "intact");
  EXPECT_EQ(proposedFor(spared, "harrington", "dome"), "intact") << "reached, and not open";
  EXPECT_EQ(proposedFor(spared, "harrington", "posterior-column"), "involved");
  EXPECT_EQ(proposedFor(spared, "harrington", "anterior-column"), "intact");
  EXPECT_EQ(proposedFor(spared, "acetabulum", "dome"), "involved");
  EXPECT_EQ(proposedFor(spared, "acetabulum", "fracture"), "") << "a person sees a fracture";
  EXPECT_EQ(proposedFor(spared, "enneking", "zone"), "II");
  EXPECT_EQ(proposedFor(spared, "mirels", "lesion"), "") << "a long bone's score";
  const auto classOf = [](const anatomy::LesionAnatomy& lesion) {
    const auto all = frameworksOf({}, proposalsOfLesion({}, {}, {}, {lesion}, lesion));
    return findFramework(all, "harrington").result->category;
  };
  EXPECT_EQ(classOf(spared), "I");
  EXPECT_EQ(classOf(inHip(0.21, 0.3, 0.25)), "II");
  EXPECT_EQ(proposedFor(inHip(0.21, 0.3, 0.25), "acetabulum", "medial-wall"), "insufficient");
  anatomy::LesionAnatomy unknown = inHip(0.0, 0.0, 0.0);
  unknown.hip->posteriorColumn.reset();
  EXPECT_EQ(proposedFor(unknown, "harrington", "posterior-column"), "") << "not measured";
}

TEST(Measured, AFemursMeasuresAnswerMirelsAndTheRuleOfThirtyMillimetres) {
  anatomy::LesionAnatomy lesion = lesionOf("femur_left");
  lesion.femur = anatomy::FemurInvolvement{31.2, 0.5, true};
  EXPECT_EQ(proposedFor(lesion, "femur", "cortical-mm"), "31.2");
  EXPECT_EQ(proposedFor(lesion, "mirels", "size"), "third-to-two-thirds");
  EXPECT_EQ(proposedFor(lesion, "mirels", "site"), "pertrochanteric");
  lesion.femur = anatomy::FemurInvolvement{10.0, 0.7, {}};
  EXPECT_EQ(proposedFor(lesion, "mirels", "size"), "over-two-thirds");
  EXPECT_EQ(proposedFor(lesion, "mirels", "site"), "");
}

TEST(Measured, EncroachmentIsToldOfEveryLesionOfTheSpineAndExcludedByAllOfThem) {
  anatomy::LesionAnatomy far = namedLesion("lesion_1", "vertebra_T10");
  far.epiduralDistanceMm = 4.0;
  far.canalNarrowing = 0.0;
  anatomy::LesionAnatomy near = namedLesion("lesion_2", "vertebra_T11");
  near.duralContact = true;
  near.epiduralDistanceMm = 0.0;
  const std::vector<anatomy::VertebraAnatomy> spine = {vertebraAt("T10", 0),
                                                       vertebraAt("T11", -30)};
  const auto about = [&](const std::vector<anatomy::LesionAnatomy>& all) {
    return proposalsOfLesion({}, {}, spine, all, far)["early-surgery"];
  };
  EXPECT_EQ(about({far, near}).at("canal-encroachment").value, "yes");
  EXPECT_THAT(about({far, near}).at("canal-encroachment").why, testing::StartsWith("T11: "));
  EXPECT_EQ(about({far}).at("canal-encroachment").value, "no");
  anatomy::LesionAnatomy silent = namedLesion("lesion_2", "vertebra_T11");
  EXPECT_FALSE(about({far, silent}).contains("canal-encroachment"));
}

Proposals proposedSins() {
  Proposals proposals;
  proposals["sins"] = sinsOf([](anatomy::LesionAnatomy&) {});
  proposals["sins"]["pain"] = {"non-mechanical", Basis::Estimated, "history"};
  return proposals;
}

TEST(Frameworks, TheTalksCaseIsSixAndAnEnteredAnswerReplacesAProposal) {
  const auto proposed = frameworksOf({}, proposedSins());
  const Framework& sins = findFramework(proposed, "sins");
  ASSERT_TRUE(sins.result);
  EXPECT_EQ(sins.result->total, 6);
  EXPECT_FALSE(sins.isEntered());
  EXPECT_EQ(stateText(sins), "6, stable");
  const auto entered =
      frameworksOf(withScoreAnswer({}, "sins", "alignment", "deformity"), proposedSins());
  EXPECT_EQ(findFramework(entered, "sins").result->total, 8);
  EXPECT_TRUE(findFramework(entered, "sins").isEntered());
}

TEST(Frameworks, FollowEachOther) {
  Proposals proposals = proposedSins();
  proposals["histology"]["histology"] = {"renal", Basis::Estimated, "history"};
  const auto all = frameworksOf({}, proposals);
  const Answers& noms = findFramework(all, "noms").answers;
  EXPECT_EQ(noms.at("stable").value, "yes");
  EXPECT_EQ(noms.at("stable").basis, Basis::Estimated) << "as its weakest source";
  EXPECT_EQ(noms.at("radiosensitive").value, "no");
  EXPECT_EQ(findFramework(all, "radiation-fracture").answers.at("sins").value, "6");
  EXPECT_EQ(findFramework(all, "intent").answers.at("posterior-elements").value, "yes");
  EXPECT_EQ(findFramework(all, "early-surgery").answers.at("deformity").value, "no");
  EXPECT_EQ(findFramework(all, "embolisation").result->category,
            "embolisation advised before ablation or surgery");
  const auto unstable = frameworksOf(withScoreAnswer({}, "sins", "pain", "mechanical"), proposals);
  EXPECT_EQ(findFramework(unstable, "noms").answers.at("stable").value, "no");
  const auto overridden = frameworksOf(withScoreAnswer({}, "noms", "stable", "yes"), proposals);
  EXPECT_EQ(findFramework(overridden, "noms").answers.at("stable").basis, Basis::Entered);
}

TEST(Frameworks, WhatIsMissingIsSaidAndNothingIsMadeUp) {
  const auto all = frameworksOf(withScoreAnswer({}, "sins", "pain", "mechanical"), {});
  const Framework& sins = findFramework(all, "sins");
  EXPECT_EQ(stateText(sins), "incomplete, 1 of 6 answered, 3 points so far and at most 18");
  EXPECT_EQ(sins.missing.size(), 5U);
  EXPECT_NE(missingText(sins).find("Radiographic alignment"), std::string::npos);
  EXPECT_EQ(stateText(findFramework(all, "early-surgery")), "not answered");
  EXPECT_TRUE(surgicalTriggers(all).empty());
}

TEST(Frameworks, TriggersAreListedWithTheirBasis) {
  Proposals proposals;
  proposals["early-surgery"]["canal-encroachment"] = {"yes", Basis::Measured, "reaches the sac"};
  const auto all =
      frameworksOf(withScoreAnswer({}, "early-surgery", "leg-deficit", "yes"), proposals);
  const auto triggers = surgicalTriggers(all);
  ASSERT_EQ(triggers.size(), 2U);
  EXPECT_EQ(triggers[0].first->key, "canal-encroachment");
  EXPECT_EQ(triggers[0].second.basis, Basis::Measured);
  EXPECT_EQ(triggers[1].first->key, "leg-deficit");
}

TEST(Frameworks, ConcernTheBoneThatTheyAreFor) {
  const auto all = frameworksOf({}, {});
  EXPECT_TRUE(concerns(findFramework(all, "sins"), "vertebra_L3"));
  EXPECT_FALSE(concerns(findFramework(all, "harrington"), "vertebra_L3"));
  EXPECT_TRUE(concerns(findFramework(all, "harrington"), "hip_right"));
  EXPECT_TRUE(concerns(findFramework(all, "histology"), "hip_right"));
  EXPECT_TRUE(concerns(findFramework(all, "harrington"), ""));
}

TEST(ProposalTable, LimitsAreThereAndALimitThatIsNoneIsRefused) {
  EXPECT_GT(proposalLimit("wedge"), 0.0);
  EXPECT_ANY_THROW(proposalLimit("colour"));
}

}  // namespace
}  // namespace trocar::decide
