#pragma once

#include "planning/plan/plan.h"
#include "planning/scores/score.h"

#include <string>
#include <string_view>

namespace trocar {

/// What a plan says to the questions of a score: what was entered for the lesion (an id of
/// Plan::lesionScores), or for the patient where the score is about all of it, and what the plan
/// holds by itself.
ScoreAnswers answersTo(const scores::ScoreDefinition& definition,
                       const Plan& plan,
                       const std::string& lesionId = {});
/// The answer to one question, empty without one. Throws Error where the assets have no such score
/// or question.
std::string answerTo(const Plan& plan,
                     std::string_view scoreId,
                     std::string_view key,
                     const std::string& lesionId = {});
/// Enters an answer; an empty one is taken back. Throws Error for an unknown score, question or
/// value, and for a question that the plan answers by itself.
Plan withScoreAnswer(Plan plan,
                     const std::string& scoreId,
                     const std::string& key,
                     const std::string& value,
                     const std::string& lesionId = {});
/// Throws Error, naming score, question and value, for an answer that cannot be entered.
void requireScoreAnswer(const std::string& scoreId,
                        const std::string& key,
                        const std::string& value);

}  // namespace trocar
