#include "planning/plan/entered_scores.h"

#include "core/error.h"

#include <gtest/gtest.h>

namespace trocar::scores {
namespace {

TEST(EnteredScores, AnswersAreEnteredTakenBackAndChecked) {
  Plan plan = withScoreAnswer({}, "sins", "location", "L3");
  EXPECT_EQ(answerTo(plan, "sins", "location"), "L3");
  EXPECT_EQ(answerTo(plan, "sins", "pain"), "");
  EXPECT_EQ(withScoreAnswer(plan, "sins", "location", ""), Plan());
  EXPECT_THROW(withScoreAnswer(plan, "sins", "location", "Q9"), Error);
  EXPECT_THROW(withScoreAnswer(plan, "sins", "colour", "blue"), Error);
  EXPECT_THROW(withScoreAnswer(plan, "sins", "colour", ""), Error);
  EXPECT_THROW(withScoreAnswer(plan, "moon", "location", "L3"), Error);
  EXPECT_THROW(answerTo(plan, "sins", "colour"), Error);
}

TEST(EnteredScores, OneLesionsAnswersAreNotAnothersAndThoseOfThePatientAreForAll) {
  Plan plan = withScoreAnswer({}, "sins", "pain", "mechanical", "lesion_1");
  plan = withScoreAnswer(plan, "sins", "pain", "none", "lesion_2");
  plan = withScoreAnswer(plan, "histology", "histology", "renal", "lesion_1");
  EXPECT_EQ(answerTo(plan, "sins", "pain", "lesion_1"), "mechanical");
  EXPECT_EQ(answerTo(plan, "sins", "pain", "lesion_2"), "none");
  EXPECT_EQ(answerTo(plan, "sins", "pain"), "");
  EXPECT_EQ(answerTo(plan, "histology", "histology", "lesion_2"), "renal");
  plan = withScoreAnswer(plan, "sins", "pain", "", "lesion_2");
  EXPECT_EQ(plan.lesionScores.size(), 1U);
}

TEST(EnteredScores, AnEmbolisationOfThePlanAnswersForItsLesionAndIsNotEnteredTwice) {
  const Plan plan = withEmbolisation({}, "lesion_1", Embolisation());
  EXPECT_EQ(answerTo(plan, "embolisation", "embolised", "lesion_1"), "planned");
  EXPECT_EQ(answerTo(plan, "embolisation", "embolised", "lesion_2"), "");
  EXPECT_THROW(withScoreAnswer(plan, "embolisation", "embolised", "planned", "lesion_1"), Error);
}

// Their findings read them by these names.
TEST(EnteredScores, TheQuestionsThatFindingsReadAreThere) {
  for (const char* fracture : {"impending", "complete"})
    EXPECT_TRUE(isAnswer("acetabulum", "fracture", fracture));
  EXPECT_TRUE(isAnswer("acetabulum", "medial-wall", "insufficient"));
  EXPECT_TRUE(isAnswer("femur", "lesser-trochanter-fracture", "yes"));
}

TEST(EnteredScores, AQuestionForTheIntentKnowsEveryIntent) {
  int asked = 0;
  for (const ScoreDefinition& definition : scoreDefinitions()) {
    for (const ScoreQuestion& question : definition.questions) {
      if (question.heldBy != HeldByPlan::Intent)
        continue;
      ++asked;
      for (const Intent intent : {Intent::Curative, Intent::Cytoreduction, Intent::PainRelief})
        EXPECT_TRUE(isAnswer(definition.id, question.key, std::string(toString(intent))));
    }
  }
  EXPECT_EQ(asked, 1);
}

}  // namespace
}  // namespace trocar::scores
