#include "planning/plan/plan_migration.h"

#include "core/error.h"
#include "core/io.h"
#include "planning/plan/entered_scores.h"
#include "planning/plan/plan_file.h"
#include "planning/plan/scales.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <gmock/gmock.h>

namespace trocar {
namespace {

using nlohmann::ordered_json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const std::filesystem::path kPlanMigrationPlans =
    std::filesystem::path(SOURCE_DIR) / "tests/planning/plans";

struct Migrated {
  Plan plan;
  std::vector<std::string> remarks;
};

/// A plan that the program of format 1 wrote.
Migrated written(const std::string& name) {
  Migrated migrated;
  migrated.plan = readPlan(kPlanMigrationPlans / name, &migrated.remarks);
  return migrated;
}

/// A plan of format 1 with one needle, N1, and these answers.
std::string format1(const std::map<std::string, std::string>& answers) {
  ordered_json document = ordered_json::parse(readFile(kPlanMigrationPlans / "cryo.json"));
  document["answers"] = answers;
  document["acceptances"] = ordered_json::array();
  return document.dump();
}

Migrated migrated(const std::map<std::string, std::string>& answers) {
  Migrated result;
  result.plan = planFromJson(format1(answers), "my.json", &result.remarks);
  return result;
}

std::string refusalOf(const std::map<std::string, std::string>& answers) {
  try {
    migrated(answers);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(PlanMigration, AnswersWrittenIntoAPlanOfThisFormatReplaceItsTypedValuesAndAreTold) {
  ordered_json document = ordered_json::parse(planToJson(migrated({}).plan));
  ASSERT_EQ(document.at("format"), kPlanFormat);
  ASSERT_EQ(document.at("lethalCriterion"), "arrhenius");
  document["answers"] = {{"ablation.criterion", "cem43"}};
  std::vector<std::string> remarks;
  const Plan plan = planFromJson(document.dump(), "my.json", &remarks);
  EXPECT_EQ(plan.lethalCriterion, LethalCriterion::EquivalentMinutes);
  ASSERT_EQ(remarks.size(), 1U);
  EXPECT_NE(remarks[0].find("format 1"), std::string::npos);
}

TEST(PlanMigration, EveryPlanWrittenInFormat1IsReadAndWrittenInThisFormat) {
  int plans = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kPlanMigrationPlans)) {
    if (entry.path().extension() != ".json")
      continue;
    ++plans;
    const std::string text = readFile(entry.path());
    ASSERT_EQ(ordered_json::parse(text).at("format"), 1) << entry.path();
    const Plan plan = planFromJson(text, "my.json");
    const std::string now = planToJson(plan);
    EXPECT_EQ(ordered_json::parse(now).at("format"), kPlanFormat);
    EXPECT_EQ(planFromJson(now, "my.json"), plan) << entry.path();
  }
  EXPECT_GE(plans, 4);
}

TEST(PlanMigration, TheChoicesOfAnAblationArrive) {
  const auto [plan, remarks] = written("cryo.json");
  EXPECT_EQ(plan.intent, Intent::Curative);
  EXPECT_EQ(plan.lethalCriterion, LethalCriterion::EquivalentMinutes);
  EXPECT_TRUE(plan.fixationFirst);
  EXPECT_EQ(plan.placement, PlacementChoice(PlacementError{3.0, 1.5, 2.0, 0.5}));
  EXPECT_TRUE(hasPedicleFracture(plan, "L3", Side::Left));
  EXPECT_TRUE(hasPedicleFracture(plan, "L4", Side::Right));
  EXPECT_EQ(plan.pedicleFractures.size(), 2U);
  EXPECT_THAT(plan.vascularity, ElementsAre(std::pair("", Vascularity::High)));
  EXPECT_EQ(plan.lesionScores.at("").at("intent"),
            (ScoreAnswers{
                {"small", "yes"}, {"cortical-destruction", "no"}, {"posterior-elements", "no"}}));
  EXPECT_FALSE(plan.protocols.empty());
  EXPECT_THAT(remarks, ElementsAre(HasSubstr("\"intent.intent\" = \"pain\"")));
}

TEST(PlanMigration, TheCementItsDevicesScoresTicksAndScalesArrive) {
  const auto [plan, remarks] = written("cement.json");
  EXPECT_EQ(plan.cementMix, (CementMix{"pmma-high-viscosity", 420.0, 19.5}));
  EXPECT_EQ(plan.find("N2")->device.balloonMl, 3.5);
  EXPECT_EQ(plan.find("N3")->device, (DeviceUse{{}, 12.5, 3, {}}));
  EXPECT_EQ(plan.find("N1")->device, (DeviceUse{{}, {}, {}, 45.0}));
  EXPECT_EQ(plan.placement, PlacementChoice("robot"));
  EXPECT_EQ(answerTo(plan, "acetabulum", "medial-wall"), "insufficient");
  EXPECT_EQ(answerTo(plan, "femur", "cortical-mm"), "31.5");
  EXPECT_EQ(plan.ticks.at("safety"), TickedItems{"antibiotics"});
  EXPECT_EQ(plan.ticks.at("lesion"), TickedItems{"lysis"});
  EXPECT_THAT(plan.scales,
              UnorderedElementsAre(ScaleValue{"2026-11-20", "nrs", 7.5},
                                   ScaleValue{"2026-10-01", "odi", 46.0}));
  EXPECT_FALSE(plan.intent);
  EXPECT_THAT(remarks, IsEmpty());
}

TEST(PlanMigration, AScrewsLengthAndATechniqueArrive) {
  const auto [plan, remarks] = written("screw.json");
  EXPECT_EQ(plan.find("N1")->device.screwLengthMm, 47.5);
  EXPECT_EQ(plan.find("N2")->device, DeviceUse());
  EXPECT_EQ(plan.lethalCriterion, LethalCriterion::Isotherm);
  EXPECT_EQ(plan.placement, PlacementChoice("ct-laser"));
  EXPECT_EQ(plan.intent, Intent::PainRelief);
  EXPECT_THAT(remarks, IsEmpty());
}

TEST(PlanMigration, WhatARemovedNeedleLeftBehindAndWhatMeantNothingIsDroppedAndSaid) {
  const auto [plan, remarks] = written("leftovers.json");
  for (const Needle& needle : plan.needles)
    EXPECT_EQ(needle.device.screwLengthMm, std::nullopt) << needle.id;
  EXPECT_EQ(plan.find("N1"), nullptr);
  EXPECT_EQ(plan.find("N2")->device, (DeviceUse{{}, {}, 2, {}}));
  EXPECT_EQ(plan.intent, Intent::Curative) << "as entered for the score";
  EXPECT_THAT(plan.pedicleFractures, IsEmpty());
  EXPECT_THAT(plan.vascularity, IsEmpty());
  EXPECT_FALSE(plan.placement);
  EXPECT_FALSE(plan.fixationFirst);
  EXPECT_EQ(plan.lesionScores.at("").at("sins"), (ScoreAnswers{{"pain", "mechanical"}}));
  EXPECT_THAT(remarks,
              UnorderedElementsAre(HasSubstr("\"screw.length-mm.N1\" = \"45\""),
                                   HasSubstr("\"cement.balloon-ml.N1\" = \"4\""),
                                   HasSubstr("\"pedicle-fracture-L3-left\" = \"no\""),
                                   HasSubstr("\"fixation.before-ablation\" = \"no\""),
                                   HasSubstr("intent \"curative\", entered for a score"),
                                   HasSubstr("\"lesion.vascularity\" = \"immense\""),
                                   HasSubstr("\"sins.location\" = \"Q9\""),
                                   HasSubstr("\"colour\" = \"blue\""),
                                   HasSubstr("\"scale.2026-99-20.nrs\" = \"4\""),
                                   HasSubstr("\"checklist.safety\" = \"yes\"")));
}

TEST(PlanMigration, WhatFormat1CouldNotEvaluateIsRefusedWithKeyAndValue) {
  for (const auto& [key, value] :
       std::map<std::string, std::string>{{"cement.start-s", "soon"},
                                          {"cement.room-c", "warm"},
                                          {"cement.balloon-ml.N1", "-3"},
                                          {"cement.implant-height-mm.N1", "0"},
                                          {"cement.coil-loops.N1", "2.5"},
                                          {"screw.length-mm.N1", "long"}}) {
    EXPECT_THAT(refusalOf({{key, value}}),
                testing::AllOf(HasSubstr("\"" + key + "\""), HasSubstr("\"" + value + "\"")));
  }
  EXPECT_THAT(refusalOf({{"ablation.criterion", "dead"}}), HasSubstr("'dead'"));
  EXPECT_THAT(refusalOf({{"placement", "own"}, {"placement.own", "3,1"}}), HasSubstr("'3,1'"));
  EXPECT_THAT(refusalOf({{"placement", "own"}}), HasSubstr("no placement error"));
  EXPECT_THAT(refusalOf({{"cement.start-s", "-5"}}), HasSubstr("startS"));
}

TEST(PlanMigration, EveryQuestionOfEveryScoreArrives) {
  for (const scores::ScoreDefinition& definition : scores::scoreDefinitions()) {
    for (const scores::ScoreQuestion& question : definition.questions) {
      const std::string value = question.options.empty() ? std::to_string(question.minimum)
                                                         : question.options.front().value;
      if (question.heldBy == scores::HeldByPlan::Embolisation)
        continue;  // No answer any more: see TheEmbolisationOfFormat2.
      const auto [plan, remarks] = migrated({{definition.id + "." + question.key, value}});
      EXPECT_EQ(answerTo(plan, definition.id, question.key), value) << definition.id;
    }
  }
}

TEST(PlanMigration, EveryScaleAndEveryWordOfAChoiceArrives) {
  for (const Scale& scale : scales()) {
    const auto [plan, remarks] = migrated({{"scale.2026-11-20." + scale.key, "2"}});
    EXPECT_EQ(scaleEntries(plan).size(), 1U) << scale.key;
    EXPECT_THAT(remarks, IsEmpty());
  }
  for (const char* word : {"isotherm", "cem43", "arrhenius", "cell-state"})
    EXPECT_EQ(toString(migrated({{"ablation.criterion", word}}).plan.lethalCriterion), word);
  for (const char* word : {"curative", "cytoreduction", "pain"})
    EXPECT_EQ(toString(*migrated({{"intent", word}}).plan.intent), word);
  for (const char* word : {"low", "moderate", "high"})
    EXPECT_EQ(toString(migrated({{"lesion.vascularity", word}}).plan.vascularity.at("")), word);
}

/// A plan as the program of format 2 wrote it, with these scores.
Migrated ofFormat2(const ordered_json& scores) {
  ordered_json document = ordered_json::parse(planToJson(migrated({}).plan));
  document["format"] = 2;
  document["scores"] = scores;
  Migrated result;
  result.plan = planFromJson(document.dump(), "my.json", &result.remarks);
  return result;
}

TEST(PlanMigration, TheScoresOfFormat2GoToThePatientOrToALesionThatItsCaseNames) {
  const auto [plan, remarks] = ofFormat2({{"sins", {{"pain", "mechanical"}}},
                                          {"histology", {{"histology", "renal"}}},
                                          {"early-surgery", {{"leg-deficit", "yes"}}}});
  EXPECT_EQ(plan.scores,
            (Scores{{"histology", {{"histology", "renal"}}},
                    {"early-surgery", {{"leg-deficit", "yes"}}}}));
  EXPECT_THAT(plan.lesionScores,
              ElementsAre(std::pair("", Scores{{"sins", {{"pain", "mechanical"}}}})));
  EXPECT_THAT(remarks, IsEmpty());
}

TEST(PlanMigration, TheEmbolisationOfFormat2BecomesThePlansAndIsSaid) {
  for (const char* answer : {"planned", "done"}) {
    const auto [plan, remarks] =
        ofFormat2({{"embolisation", {{"embolised", answer}, {"hypervascular", "yes"}}}});
    EXPECT_THAT(plan.embolisations, ElementsAre(std::pair("", Embolisation())));
    EXPECT_EQ(answerTo(plan, "embolisation", "hypervascular"), "yes");
    EXPECT_THAT(remarks, ElementsAre(HasSubstr("changes no blood flow")));
  }
  const auto [plan, remarks] = ofFormat2({{"embolisation", {{"embolised", "none"}}}});
  EXPECT_TRUE(plan.embolisations.empty());
  EXPECT_TRUE(plan.lesionScores.empty());
  EXPECT_THAT(remarks, IsEmpty());
}

TEST(PlanMigration, NothingEnteredIsNothingChosen) {
  const auto [plan, remarks] = migrated({{"intent", ""}, {"cement.product", ""}});
  EXPECT_FALSE(plan.intent);
  EXPECT_EQ(plan.cementMix, CementMix());
  EXPECT_EQ(plan.lethalCriterion, LethalCriterion::Arrhenius);
  EXPECT_THAT(remarks, IsEmpty());
}

}  // namespace
}  // namespace trocar
