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
      if (!question.asksIntent)
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
