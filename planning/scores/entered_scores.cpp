#include "planning/scores/entered_scores.h"

#include "core/error.h"

#include <algorithm>

namespace trocar {
namespace {

const ScoreQuestion& questionOf(const ScoreDefinition& definition, std::string_view key) {
  const auto found = std::find_if(definition.questions.begin(),
                                  definition.questions.end(),
                                  [&](const ScoreQuestion& one) { return one.key == key; });
  if (found == definition.questions.end())
    throw Error("The score " + definition.id + " has no question \"" + std::string(key) + "\".");
  return *found;
}

}  // namespace

ScoreAnswers answersTo(const ScoreDefinition& definition, const Plan& plan) {
  const auto entered = plan.scores.find(definition.id);
  ScoreAnswers answers = entered == plan.scores.end() ? ScoreAnswers() : entered->second;
  for (const ScoreQuestion& question : definition.questions) {
    if (question.asksIntent && plan.intent)
      answers[question.key] = toString(*plan.intent);
  }
  return answers;
}

std::string answerTo(const Plan& plan, std::string_view scoreId, std::string_view key) {
  const ScoreDefinition& definition = findScore(scoreId);
  const ScoreAnswers answers = answersTo(definition, plan);
  const auto answer = answers.find(questionOf(definition, key).key);
  return answer == answers.end() ? std::string() : answer->second;
}

void requireScoreAnswer(const std::string& scoreId,
                        const std::string& key,
                        const std::string& value) {
  requireAnswer(scoreId, key, value);
  if (questionOf(findScore(scoreId), key).asksIntent)
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
  questionOf(findScore(scoreId), key);
  if (const auto answers = plan.scores.find(scoreId); answers != plan.scores.end()) {
    answers->second.erase(key);
    if (answers->second.empty())
      plan.scores.erase(answers);
  }
  return plan;
}

std::vector<ScoreResult> answeredScores(const Plan& plan) {
  std::vector<ScoreResult> results;
  for (const ScoreDefinition& definition : scoreDefinitions()) {
    const ScoreAnswers answers = answersTo(definition, plan);
    if (!answers.empty() && nextQuestion(definition.id, answers) == nullptr)
      results.push_back(score(definition.id, answers));
  }
  return results;
}

}  // namespace trocar
