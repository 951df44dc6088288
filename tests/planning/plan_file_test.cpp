#include "planning/plan/plan_file.h"

#include "core/error.h"
#include "core/io.h"
#include "planning/evaluation/sound_plan.h"
#include "tests/misspelt.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <gmock/gmock.h>

namespace trocar {
namespace {

Plan fullPlan() {
  Plan plan;
  plan.patient = {"l3-breast", "bundled:l3-breast", "abc123"};
  Needle cannula{"N1",
                 "bone-needle-10g",
                 Purpose::Access,
                 Approach::Transpedicular,
                 "L3",
                 Side::Left,
                 {},
                 {{40.25, 120.5, 10.125}, {8.1, 12.7, 3.3}},
                 true};
  Needle probe{"N2",
               "bone-drill-1.7",
               Purpose::Probe,
               Approach::Free,
               "",
               {},
               "N1",
               {{1, 2, 3}, {4, 5, 6}},
               false};
  plan.needles = {cannula, probe};
  plan.protocols = {
      {"N2",
       30.0,
       {{ProtocolStep::Kind::Freeze, 600, 0, 0.8}, {ProtocolStep::Kind::Power, 240, 30, 1, 15.0}}}};
  plan.injections = {{"N1", 2.5, 0.05}};
  plan.protections = {{"root_L3_left", Protection::Medium::CarbonDioxide, 5.0},
                      {"fluid_1",
                       Protection::Medium::Dextrose,
                       0.0,
                       {{Vec3(1, -2, 3), 8.0}, {Vec3(4, 5, 6), 2.5}}}};
  plan.acceptances = {{"needle-near-nerve", "N1", "thermocouple placed"}};
  plan.needles[1].device = {4.0, 14.5, 3, 45.0};
  plan.intent = Intent::Curative;
  plan.lethalCriterion = LethalCriterion::CellState;
  plan.cementMix = {"pmma-high-viscosity", 420.0, 19.5};
  plan.placement = PlacementError{3.0, 1.5, 2.0, 0.5};
  plan.fixationFirst = true;
  plan.pedicleFractures = {{"L3", Side::Left}, {"L2", Side::Right}};
  plan.vascularity = {{"lesion_1", Vascularity::High}};
  plan.procedureDate = "2026-11-22";
  plan.embolisations = {{"lesion_1", {"2026-11-21", "particles", 0.9}}};
  plan.scores = {{"implants", {{"pacemaker", "no"}}}};
  plan.lesionScores = {{"lesion_1", {{"sins", {{"location", "L3"}, {"pain", "none"}}}}},
                       {"femur_left", {{"femur", {{"cortical-mm", "31.5"}}}}}};
  plan.ticks = {{"safety", {"antibiotics", "pads"}}};
  plan.scales = {{"2026-11-20", "nrs", 7.5}};
  plan.note = "Umlaute: ä, quotes \" and\nlines";
  return plan;
}

TEST(PlanFile, ReadsBackWhatItWrote) {
  const Plan plan = fullPlan();
  EXPECT_EQ(planFromJson(planToJson(plan), "my.json"), plan);
  EXPECT_EQ(planFromJson(planToJson(Plan()), "my.json"), Plan());
  Plan robot;
  robot.placement = "robot";
  EXPECT_EQ(planFromJson(planToJson(robot), "my.json"), robot);
}

TEST(PlanFile, ReadsANeedleWithoutALevelAsSuggestPrintsIt) {
  Plan plan = fullPlan();
  plan.needles.front().level.clear();
  std::string text = planToJson(plan);
  const std::string empty = "\"level\": \"\"";
  ASSERT_NE(text.find(empty), std::string::npos);
  text.replace(text.find(empty), empty.size(), "\"level\": null");
  EXPECT_EQ(planFromJson(text, "my.json"), plan);
}

TEST(PlanFile, WritesTheSamePlanAsTheSameBytes) {
  const std::string once = planToJson(fullPlan());
  EXPECT_EQ(planToJson(planFromJson(once, "my.json")), once);
}

TEST(PlanFile, NamesUnitsInItsKeys) {
  const std::string text = planToJson(fullPlan());
  for (const char* key : {"\"entryMm\"",
                          "\"targetMm\"",
                          "\"durationS\"",
                          "\"powerW\"",
                          "\"volumeMl\"",
                          "\"thicknessMm\""})
    EXPECT_THAT(text, testing::HasSubstr(key));
}

std::string messageOf(const std::string& text) {
  try {
    planFromJson(text, "my.json");
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), by);
}

TEST(PlanFile, RefusesANewerFormatAndNamesTheVersionItNeeds) {
  std::string text = replaced(planToJson(fullPlan()), "\"format\": 3", "\"format\": 7");
  text = replaced(text, "\"trocar\": \"0.1.0\"", "\"trocar\": \"2.5.0\"");
  EXPECT_THAT(messageOf(text),
              testing::AllOf(testing::HasSubstr("format 7"), testing::HasSubstr("2.5.0")));
}

TEST(PlanFile, RefusesAWrongValueInASentenceThatNamesKeyAndValue) {
  const std::string whole = planToJson(fullPlan());
  struct Wrong {
    const char* what;
    const char* by;
    const char* named;
  };
  for (const auto& [what, by, named] : {
           Wrong{"\"curative\"",
                 "\"palliative\"",
                 "my.json: intent is \"palliative\"; give curative"},
           {"\"cell-state\"", "\"dead\"", "lethalCriterion is \"dead\"; give isotherm"},
           {"\"startS\": 420.0", "\"startS\": \"soon\"", "cementMix.startS is \"soon\""},
           {"\"startS\": 420.0", "\"startS\": -3", "startS"},
           {"\"roomC\": 19.5", "\"roomC\": 190", "roomC"},
           {"\"roomC\"", "\"room\"", "cementMix.room is not known; is \"roomC\" meant?"},
           {"\"targetErrorMeanMm\": 3.0", "\"targetErrorMeanMm\": 90", "placement is {"},
           {"\"balloonMl\": 4.0",
            "\"balloonMl\": -1",
            "my.json: needles[N2].device.balloonMl is -1"},
           {"\"implantHeightMm\": 14.5", "\"implantHeightMm\": 0", "implantHeightMm is 0"},
           {"\"coilLoops\": 3", "\"coilLoops\": 2.5", "device.coilLoops is 2.5"},
           {"\"screwLengthMm\": 45.0", "\"screwLengthMm\": \"long\"", "is \"long\""},
           {"\"side\": \"right\"",
            "\"side\": \"middle\"",
            "pedicleFractures[1].side is \"middle\""},
           {"\"high\"", "\"much\"", "vascularity.lesion_1 is \"much\"; give low"},
           {"\"location\": \"L3\"", "\"location\": \"Q9\"", "\"Q9\" is no answer to location"},
           {"\"location\": \"L3\"", "\"colour\": \"L3\"", "has no \"colour\""},
           {"\"cortical-mm\": \"31.5\"",
            "\"cortical-mm\": 31.5",
            "lesionScores.femur_left.femur.cortical-mm is 31.5"},
           {"\"2026-11-22\"", "\"2026-02-30\"", "procedureDate is \"2026-02-30\""},
           {"\"2026-11-21\"", "\"soon\"", "embolisations.lesion_1: \"soon\" is no date"},
           {"\"particles\"", "\"sand\"", "There is no embolic material \"sand\""},
           {"\"flowCut\": 0.9", "\"flowCut\": 90", "a share of 0 to 1"},
           {"\"implants\": {\n      \"pacemaker\": \"no\"",
            "\"sins\": {\n      \"pain\": \"none\"",
            "the score sins is about a lesion"},
           {"2026-11-20", "2026-02-30", "scales[0].date is \"2026-02-30\""},
       })
    EXPECT_THAT(messageOf(replaced(whole, what, by)), testing::HasSubstr(named));
}

/// Of every object of the plan, also of one that an older program wrote.
void expectRefusesMisspeltKeysOf(const std::string& text) {
  for (const std::string& bad : misspeltTexts(text))
    EXPECT_THAT(messageOf(bad),
                testing::AllOf(testing::StartsWith("my.json: "), testing::HasSubstr(kMisspelt)))
        << bad;
}

TEST(PlanFile, RefusesAMisspeltKeyAnywhere) {
  Plan plan = fullPlan();
  plan.needles[0].bend = Bend{30.0, 40.0, Vec3::UnitX()};
  plan.corrections.levels = {{"L3", "L4"}};
  plan.corrections.landmarksMm = {{"canal_L3", Vec3(1, 2, 3)}};
  plan.bookmarks.push_back({});
  plan.bookmarks[0].parts = {{"skin", {false, 0.5}}};
  expectRefusesMisspeltKeysOf(planToJson(plan));
  plan.placement = "robot";
  expectRefusesMisspeltKeysOf(planToJson(plan));
  for (const char* name : {"cryo.json", "cement.json", "screw.json"})
    expectRefusesMisspeltKeysOf(
        readFile(std::filesystem::path(SOURCE_DIR) / "tests/planning/plans" / name));
}

TEST(PlanFile, NamesPlaceAndLikelyKeyOfAMisspeltOne) {
  const std::string whole = planToJson(fullPlan());
  EXPECT_EQ(messageOf(replaced(whole, "\"withdrawMm\"", "\"withdrawnMm\"")),
            "my.json: protocols[0].steps[1].withdrawnMm is not known; is \"withdrawMm\" meant?");
}

TEST(PlanFile, RefusesWhatIsNoPlan) {
  const std::string whole = planToJson(fullPlan());
  EXPECT_NE(messageOf(""), "no error");
  EXPECT_NE(messageOf("[1, 2]"), "no error");
  EXPECT_NE(messageOf("{}"), "no error");
  EXPECT_NE(messageOf(whole.substr(0, whole.size() / 2)), "no error");
  EXPECT_NE(messageOf(replaced(whole, "\"transpedicular\"", "\"sideways\"")), "no error");
  EXPECT_NE(messageOf(replaced(whole, "\"id\": \"N2\"", "\"id\": \"N1\"")), "no error");
  EXPECT_NE(messageOf(replaced(whole, "\"needle\": \"N2\"", "\"needle\": \"N9\"")), "no error");
  EXPECT_NE(messageOf(replaced(whole, "40.25", "\"forty\"")), "no error");
}

TEST(PlanFile, NamesTheFileThatCannotBeOpened) {
  try {
    readPlan("/nowhere/none.json");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("/nowhere/none.json"));
  }
}

Case smallCase() {
  Case patient;
  patient.id = "small";
  const Grid grid({40, 40, 40}, Vec3::Zero(), Vec3::Ones());
  patient.ct = Volume(grid, std::vector<std::int16_t>(grid.voxelCount(), 40));
  return patient;
}

Plan planWith(const Trajectory& axis, const std::string& instrument = "bone-needle-11g") {
  Plan plan;
  plan.needles = {{"N1", instrument, Purpose::Access, Approach::Free, "", {}, {}, axis, false}};
  return plan;
}

TEST(PlanFile, WhatCannotBeEvaluatedIsAnError) {
  const Case patient = smallCase();
  EXPECT_NO_THROW(requireSound(planWith({{20, 39, 20}, {20, 10, 20}}), patient));
  EXPECT_THROW(requireSound(planWith({{20, 10, 20}, {20, 10, 20}}), patient), Error);
  EXPECT_THROW(requireSound(planWith({{20, 39, 20}, {20, -10, 20}}), patient), Error);
  EXPECT_THROW(requireSound(planWith({{20, 39, 20}, {20, 10, 20}}, "bone-needle-99g"), patient),
               Error);
  Plan through = planWith({{20, 39, 20}, {20, 10, 20}});
  through.needles.front().through = "N7";
  EXPECT_THROW(requireSound(through, patient), Error);
  Plan sound = planWith({{20, 39, 20}, {20, 10, 20}});
  sound.placement = "by-luck";
  EXPECT_THROW(requireSound(sound, patient), Error);
  sound.placement = "robot";
  sound.cementMix.product = "glue";
  EXPECT_THROW(requireSound(sound, patient), Error);
}

TEST(PlanFile, RefersToACaseFolderFromThePlansOwnFolder) {
  const Case patient = smallCase();
  const CaseReference beside = referenceTo(patient, "/data/cases/small", "/data/plans/a.json");
  EXPECT_EQ(beside.path, "../cases/small");
  EXPECT_EQ(beside.hash, contentHash(patient));
  EXPECT_EQ(referenceTo(patient, "bundled:l3-breast", "/data/a.json").path, "bundled:l3-breast");
}

}  // namespace
}  // namespace trocar
