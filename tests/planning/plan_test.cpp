#include "planning/plan/plan.h"

#include "core/error.h"
#include "planning/plan/entered_scores.h"
#include "planning/plan/history.h"
#include "planning/plan/plan_file.h"

#include <gtest/gtest.h>

#include <cmath>

namespace trocar {
namespace {

Plan planOf(std::initializer_list<const char*> ids) {
  Plan plan;
  for (const char* id : ids) {
    Needle needle;
    needle.id = id;
    needle.trajectory = {{0, 100, 0}, {0, 0, 0}};
    plan = withNeedle(plan, needle);
  }
  return plan;
}

TEST(Plan, EditsLeaveTheGivenPlanAlone) {
  const Plan before = planOf({"N1"});
  const Plan after = withTarget(before, "N1", {1, 2, 3});
  EXPECT_EQ(before.needles.front().trajectory.target, Vec3(0, 0, 0));
  EXPECT_EQ(after.needles.front().trajectory.target, Vec3(1, 2, 3));
}

TEST(Plan, ShiftKeepsDirectionAndLength) {
  const Plan moved = withShift(planOf({"N1"}), "N1", {5, -3, 2});
  EXPECT_EQ(moved.needles.front().trajectory.entry, Vec3(5, 97, 2));
  EXPECT_EQ(moved.needles.front().trajectory.lengthMm(), 100.0);
}

TEST(Plan, ANeedleOfTheSameIdIsReplaced) {
  Plan plan = planOf({"N1", "N2"});
  Needle changed = plan.needles.front();
  changed.instrument = "bone-needle-13g";
  plan = withNeedle(plan, changed);
  ASSERT_EQ(plan.needles.size(), 2u);
  EXPECT_EQ(plan.find("N1")->instrument, "bone-needle-13g");
}

TEST(Plan, RemovingANeedleTakesEverythingThatHangsOnIt) {
  Plan plan = planOf({"N1", "N2"});
  plan.needles[1].through = "N1";
  plan = withInjection(withProtocol(plan, {"N1", 0, {}}), {"N1", 2.0, 0.05});
  plan = withAcceptance(plan, {"order-rule", "N1", "because"});
  const Plan left = withoutNeedle(plan, "N1");
  EXPECT_EQ(left.needles.size(), 1u);
  EXPECT_FALSE(left.needles.front().through);
  EXPECT_TRUE(left.protocols.empty());
  EXPECT_TRUE(left.injections.empty());
  EXPECT_TRUE(left.acceptances.empty());
}

TEST(Plan, ANewNeedleOfARemovedOnesNameInheritsNothing) {
  Plan plan = withDevice(planOf({"N1", "N2"}), "N1", {4.0, 14.0, 3, 45.0});
  plan.bookmarks.resize(1);
  plan.bookmarks[0].needle = "N1";
  plan = withoutNeedle(plan, "N1");
  Needle next;
  next.id = nextNeedleId(plan);
  ASSERT_EQ(next.id, "N1");
  plan = withNeedle(plan, next);
  EXPECT_EQ(plan.find("N1")->device, DeviceUse());
  EXPECT_EQ(plan.bookmarks[0].needle, "");
}

TEST(Plan, WhatADeviceCannotBeIsRefused) {
  const Plan plan = planOf({"N1"});
  EXPECT_EQ(withDevice(plan, "N1", {4.0, {}, {}, {}}).needles[0].device.balloonMl, 4.0);
  EXPECT_THROW(withDevice(plan, "N1", {0.0, {}, {}, {}}), Error);
  EXPECT_THROW(withDevice(plan, "N1", {{}, -3.0, {}, {}}), Error);
  EXPECT_THROW(withDevice(plan, "N1", {{}, {}, 0, {}}), Error);
  EXPECT_THROW(withDevice(plan, "N1", {{}, {}, {}, std::nan("")}), Error);
}

/// Two vertebrae and a lesion, without voxels.
Case twoLevels() {
  Case patient;
  patient.structures = {
      {"vertebra_L3", "L3", Role::Vertebra, LabelRegion{0, {1}}, Basis::Measured},
      {"vertebra_L4", "L4", Role::Vertebra, LabelRegion{0, {2}}, Basis::Measured},
      {"lesion_L3", "Lesion", Role::Lesion, LabelRegion{0, {3}}, Basis::Measured}};
  return patient;
}

TEST(Plan, RenamingALevelRenamesItEverywhere) {
  Plan plan = planOf({"N1"});
  plan.needles[0].level = "L3";
  plan.protections = {{"root_L3_left", Protection::Medium::Dextrose, 3.0}};
  plan.acceptances = {{"rule", "vertebra_L3", "seen"}};
  plan.bookmarks.resize(1);
  plan.bookmarks[0].parts["vertebra_L4"].visible = false;
  plan = withPedicleFracture(plan, "L3", Side::Left, true);
  plan = withVascularity(plan, "lesion_L3", Vascularity::High);
  plan = withScoreAnswer(plan, "sins", "location", "L3", "lesion_L3");
  plan = withScoreAnswer(plan, "sins", "pain", "none", "lesion_L3");
  plan = withEmbolisation(plan, "lesion_L3", Embolisation());
  plan.corrections.landmarksMm["L3/canal"] = Vec3(1, 2, 3);
  const Plan renamed = withLevelNames(plan, twoLevels(), {{"L3", "L4"}, {"L4", "L5"}});
  EXPECT_EQ(renamed.needles[0].level, "L4");
  EXPECT_EQ(renamed.protections[0].structure, "root_L4_left");
  EXPECT_EQ(renamed.acceptances[0].subject, "vertebra_L4");
  EXPECT_TRUE(renamed.bookmarks[0].parts.contains("vertebra_L5"));
  EXPECT_TRUE(hasPedicleFracture(renamed, "L4", Side::Left));
  EXPECT_FALSE(hasPedicleFracture(renamed, "L3", Side::Left));
  EXPECT_EQ(renamed.vascularity.count("lesion_L4"), 1U);
  EXPECT_EQ(renamed.embolisations.count("lesion_L4"), 1U);
  EXPECT_EQ(answerTo(renamed, "sins", "location", "lesion_L4"), "L4");
  EXPECT_EQ(answerTo(renamed, "sins", "pain", "lesion_L4"), "none");
  EXPECT_EQ(renamed.corrections.landmarksMm.count("L4/canal"), 1U);
  EXPECT_EQ(planToJson(renamed).find("L3\""), planToJson(renamed).find("\"L3\": \"L4\"") + 1)
      << "only as the label of the case";
}

TEST(Plan, ALevelThatAScoreDoesNotKnowTakesItsAnswerBack) {
  const Plan plan = withScoreAnswer({}, "sins", "location", "L5");
  EXPECT_EQ(answerTo(withLevelNames(plan, twoLevels(), {{"L5", "L6"}}), "sins", "location"), "");
}

TEST(Plan, AnIntentIsOneValueForTreatmentAndScore) {
  Plan plan = withIntent({}, Intent::Curative);
  EXPECT_EQ(answerTo(plan, "intent", "intent"), "curative");
  for (const char* question : {"cortical-destruction", "posterior-elements"})
    plan = withScoreAnswer(plan, "intent", question, "no");
  const auto& intent = scores::findScore("intent");
  EXPECT_FALSE(scores::openQuestions("intent", answersTo(intent, plan)).empty());
  plan = withScoreAnswer(plan, "intent", "small", "yes");
  EXPECT_EQ(scores::score("intent", answersTo(intent, plan)).category,
            "curative intent is within the published indication");
  EXPECT_EQ(
      scores::score("intent", answersTo(intent, withIntent(plan, Intent::PainRelief))).category,
      "target the bone-tumour interface");
  EXPECT_THROW(withScoreAnswer(plan, "intent", "intent", "pain"), Error);
}

TEST(Plan, VascularityWithoutALesionsNameIsThatOfTheFirst) {
  Case patient = twoLevels();
  patient.structures.push_back(
      {"lesion_2", "Second", Role::Lesion, LabelRegion{0, {4}}, Basis::Measured});
  Plan plan;
  plan.vascularity = {{"", Vascularity::High}};
  EXPECT_EQ(vascularityOf(plan, patient, "lesion_L3"), Vascularity::High);
  EXPECT_FALSE(vascularityOf(plan, patient, "lesion_2"));
  plan = withVascularity(plan, "lesion_L3", Vascularity::Low);
  EXPECT_EQ(vascularityOf(plan, patient, "lesion_L3"), Vascularity::Low);
  plan = withVascularity(plan, "lesion_L3", std::nullopt);
  EXPECT_TRUE(plan.vascularity.empty());
}

TEST(Plan, ProtocolsInjectionsAndProtectionsAreOnePerSubject) {
  Plan plan = withInjection(withInjection(planOf({"N1"}), {"N1", 2.0, 0.05}), {"N1", 3.0, 0.05});
  ASSERT_EQ(plan.injections.size(), 1u);
  EXPECT_EQ(plan.injections.front().volumeMl, 3.0);
  plan = withProtection(withProtection(plan, {"cord", Protection::Medium::Dextrose, 3.0}),
                        {"cord", Protection::Medium::CarbonDioxide, 5.0});
  ASSERT_EQ(plan.protections.size(), 1u);
  EXPECT_EQ(plan.protections.front().medium, Protection::Medium::CarbonDioxide);
}

TEST(Plan, TheNextIdIsTheFirstThatIsFree) {
  EXPECT_EQ(nextNeedleId(Plan()), "N1");
  EXPECT_EQ(nextNeedleId(planOf({"N1", "N3"})), "N2");
}

TEST(Plan, WordsOfTheCommandLineReadBack) {
  for (const Approach approach :
       {Approach::Transpedicular, Approach::SacralLongAxis, Approach::Free})
    EXPECT_EQ(approachFromString(toString(approach)), approach);
  EXPECT_EQ(toString(Approach::AcetabularPosterolateral), "acetabular-posterolateral");
  EXPECT_EQ(mediumFromString("warm-saline"), Protection::Medium::WarmSaline);
  EXPECT_EQ(protocolStepKindFromString("active-thaw"), ProtocolStep::Kind::ActiveThaw);
  EXPECT_FALSE(sideFromString("centre"));
  EXPECT_EQ(purposeFromString("biopsy"), Purpose::Biopsy);
}

TEST(History, UndoReturnsThePlanThatWas) {
  History<Plan> history(planOf({"N1"}));
  history.commit("Move tip", withTarget(history.current(), "N1", {9, 9, 9}));
  EXPECT_EQ(history.undoLabel(), "Move tip");
  history.undo();
  EXPECT_EQ(history.current(), planOf({"N1"}));
  history.redo();
  EXPECT_EQ(history.current().needles.front().trajectory.target, Vec3(9, 9, 9));
}

}  // namespace
}  // namespace trocar
