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

const Scores* scoresFor(const scores::ScoreDefinition& definition,
                        const Plan& plan,
                        const std::string& lesionId) {
  if (definition.ofPatient)
    return &plan.scores;
  const auto found = plan.lesionScores.find(lesionId);
  return found == plan.lesionScores.end() ? nullptr : &found->second;
}

/// What the plan holds in place of an answer; empty where it holds nothing.
std::string heldAnswer(scores::HeldByPlan what, const Plan& plan, const std::string& lesionId) {
  switch (what) {
    case scores::HeldByPlan::Intent:
      return plan.intent ? std::string(toString(*plan.intent)) : "";
    case scores::HeldByPlan::Embolisation:
      return plan.embolisations.contains(lesionId) ? "planned" : "";
    default:
      return "";
  }
}

void takeBack(Scores& scores, const std::string& scoreId, const std::string& key) {
  const auto answers = scores.find(scoreId);
  if (answers == scores.end())
    return;
  answers->second.erase(key);
  if (answers->second.empty())
    scores.erase(answers);
}

}  // namespace

ScoreAnswers answersTo(const scores::ScoreDefinition& definition,
                       const Plan& plan,
                       const std::string& lesionId) {
  ScoreAnswers answers;
  if (const Scores* scores = scoresFor(definition, plan, lesionId)) {
    if (const auto entered = scores->find(definition.id); entered != scores->end())
      answers = entered->second;
  }
  for (const scores::ScoreQuestion& question : definition.questions) {
    if (const std::string held = heldAnswer(question.heldBy, plan, lesionId); !held.empty())
      answers[question.key] = held;
  }
  return answers;
}

std::string answerTo(const Plan& plan,
                     std::string_view scoreId,
                     std::string_view key,
                     const std::string& lesionId) {
  const scores::ScoreDefinition& definition = scores::findScore(scoreId);
  const ScoreAnswers answers = answersTo(definition, plan, lesionId);
  const auto answer = answers.find(questionOf(definition, key).key);
  return answer == answers.end() ? std::string() : answer->second;
}

void requireScoreAnswer(const std::string& scoreId,
                        const std::string& key,
                        const std::string& value) {
  scores::requireAnswer(scoreId, key, value);
  if (questionOf(scores::findScore(scoreId), key).heldBy != scores::HeldByPlan::Nothing)
    throw Error("\"" + value + "\" cannot be entered for " + key + " of " + scoreId +
                ": the plan holds that by itself.");
}

Plan withScoreAnswer(Plan plan,
                     const std::string& scoreId,
                     const std::string& key,
                     const std::string& value,
                     const std::string& lesionId) {
  const scores::ScoreDefinition& definition = scores::findScore(scoreId);
  questionOf(definition, key);
  if (!value.empty())
    requireScoreAnswer(scoreId, key, value);
  Scores& scores = definition.ofPatient ? plan.scores : plan.lesionScores[lesionId];
  if (value.empty())
    takeBack(scores, scoreId, key);
  else
    scores[scoreId][key] = value;
  std::erase_if(plan.lesionScores, [](const auto& one) { return one.second.empty(); });
  return plan;
}

}  // namespace trocar
