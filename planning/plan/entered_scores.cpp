#include "planning/plan/entered_scores.h"

#include "core/error.h"

#include <algorithm>

namespace trocar {
namespace {

const scores::ScoreQuestion& questionOf(const scores::ScoreDefinition& definition,
                                        std::string_view key) {
  const auto found = std::find_if(definition.questions.begin(),
                                  definition.questions.end(),
                                  [&](const scores::ScoreQuestion& one) { return one.key == key; });
  if (found == definition.questions.end())
    throw Error("The score " + definition.id + " has no question \"" + std::string(key) + "\".");
  return *found;
}

}  // namespace

ScoreAnswers answersTo(const scores::ScoreDefinition& definition, const Plan& plan) {
  const auto entered = plan.scores.find(definition.id);
  ScoreAnswers answers = entered == plan.scores.end() ? ScoreAnswers() : entered->second;
  for (const scores::ScoreQuestion& question : definition.questions) {
    if (question.asksIntent && plan.intent)
      answers[question.key] = toString(*plan.intent);
  }
  return answers;
}

std::string answerTo(const Plan& plan, std::string_view scoreId, std::string_view key) {
  const scores::ScoreDefinition& definition = scores::findScore(scoreId);
  const ScoreAnswers answers = answersTo(definition, plan);
  const auto answer = answers.find(questionOf(definition, key).key);
  return answer == answers.end() ? std::string() : answer->second;
}

void requireScoreAnswer(const std::string& scoreId,
                        const std::string& key,
                        const std::string& value) {
  scores::requireAnswer(scoreId, key, value);
  if (questionOf(scores::findScore(scoreId), key).asksIntent)
    throw Error("\"" + value + "\" cannot be entered for " + key + " of " + scoreId +
                ": the plan's intent answers that.");
}

Plan withScoreAnswer(Plan plan,
                     const std::string& scoreId,
                     const std::string& key,
                     const std::string& value) {
  if (!value.empty()) {
    requireScoreAnswer(scoreId, key, value);
    plan.scores[scoreId][key] = value;
    return plan;
  }
  questionOf(scores::findScore(scoreId), key);
  if (const auto answers = plan.scores.find(scoreId); answers != plan.scores.end()) {
    answers->second.erase(key);
    if (answers->second.empty())
      plan.scores.erase(answers);
  }
  return plan;
}

}  // namespace trocar
