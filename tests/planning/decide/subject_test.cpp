#include "planning/decide/subject.h"

#include "planning/plan/entered_scores.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace trocar::decide {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Structure tube(const std::string& id, Role role, double zMm, double radiusMm) {
  Structure structure;
  structure.id = id;
  structure.name = id;
  structure.role = role;
  structure.region = TubeRegion{{{0, 0, zMm - 1}, {0, 0, zMm + 1}}, radiusMm};
  return structure;
}

/// T9 with a lesion, L1 with another, L4 without.
Case spine() {
  Case patient;
  patient.structures = {tube("vertebra_T9", Role::Vertebra, 200, 20),
                        tube("vertebra_L1", Role::Vertebra, 100, 20),
                        tube("vertebra_L4", Role::Vertebra, 0, 20),
                        tube("lesion_1", Role::Lesion, 200, 8),
                        tube("lesion_2", Role::Lesion, 100, 8)};
  return patient;
}

Plan needleAt(const std::string& level, const Vec3& tipMm) {
  Plan plan;
  plan.needles.resize(1);
  plan.needles[0].level = level;
  plan.needles[0].trajectory.target = tipMm;
  return plan;
}

TEST(Subject, IsTheLesionElseTheLesionOfTheBoneElseTheBone) {
  const Case patient = spine();
  EXPECT_EQ(subjectAt(patient, "lesion_2", "vertebra_L1"), "lesion_2");
  EXPECT_EQ(subjectAt(patient, "", "vertebra_L1"), "lesion_2");
  EXPECT_EQ(subjectAt(patient, "", "vertebra_L4"), "vertebra_L4");
  EXPECT_EQ(subjectAt(patient, "", ""), "");
  EXPECT_EQ(boneOf(patient, "lesion_1"), "vertebra_T9");
  EXPECT_EQ(boneOf(patient, "vertebra_L4"), "vertebra_L4");
}

TEST(Subject, OfAPlanIsWhatItsFirstNeedleTreats) {
  const Case patient = spine();
  const Vec3 nowhere(500, 0, 0);
  EXPECT_EQ(subjectOfPlan(patient, {}), "lesion_1");
  EXPECT_EQ(subjectOfPlan(patient, needleAt("L1", nowhere)), "lesion_2");
  EXPECT_EQ(subjectOfPlan(patient, needleAt("", Vec3(0, 1, 100))), "lesion_2");
  EXPECT_EQ(subjectOfPlan(patient, needleAt("L4", nowhere)), "vertebra_L4");
  const Plan entered = withScoreAnswer({}, "sins", "pain", "none", "lesion_2");
  EXPECT_EQ(subjectOfPlan(patient, entered), "lesion_2");
  EXPECT_THAT(subjectsToTell(patient, needleAt("T9", nowhere)), ElementsAre("lesion_1"));
  EXPECT_THAT(subjectsToTell({}, {}), ElementsAre(""));
}

TEST(Subject, EntriesWithoutANameGoToTheLesionThatTheyAreAbout) {
  const Case patient = spine();
  Plan plan = withScoreAnswer({}, "sins", "location", "L1");
  plan = withScoreAnswer(plan, "sins", "pain", "none");
  plan.embolisations[""] = {"2026-11-21", "gelatin", 0.7};
  std::vector<std::string> remarks;
  const Plan named = withEntriesOnLesions(plan, patient, remarks);
  EXPECT_EQ(answerTo(named, "sins", "pain", "lesion_2"), "none");
  EXPECT_FALSE(named.lesionScores.contains(""));
  EXPECT_EQ(named.embolisations.at("lesion_2").material, "gelatin");
  EXPECT_THAT(remarks, ElementsAre(HasSubstr("lesion_2")));
  remarks.clear();
  EXPECT_EQ(withEntriesOnLesions(named, patient, remarks), named);
  EXPECT_THAT(remarks, IsEmpty());
}

TEST(Subject, EntriesOfALevelWithoutALesionGoToItsBoneAndWithoutABoneTheyStay) {
  Plan plan = withScoreAnswer({}, "sins", "location", "L4");
  std::vector<std::string> remarks;
  EXPECT_EQ(
      answerTo(withEntriesOnLesions(plan, spine(), remarks), "sins", "location", "vertebra_L4"),
      "L4");
  EXPECT_EQ(withEntriesOnLesions(plan, {}, remarks), plan);
}

TEST(Subject, AFindingReadsTheAnswersOfTheBonesOwnLesions) {
  const Case patient = spine();
  const Plan plan = withScoreAnswer({}, "acetabulum", "fracture", "complete", "lesion_2");
  EXPECT_EQ(answerInBone(patient, plan, "vertebra_L1", "acetabulum", "fracture"), "complete");
  EXPECT_EQ(answerInBone(patient, plan, "vertebra_T9", "acetabulum", "fracture"), "");
}

}  // namespace
}  // namespace trocar::decide
