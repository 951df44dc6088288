#pragma once

#include "planning/plan/plan.h"
#include "planning/scores/score.h"

#include <string>
#include <string_view>

namespace trocar {

/// What a plan says to the questions of a score: what was entered, and its intent.
ScoreAnswers answersTo(const scores::ScoreDefinition& definition, const Plan& plan);
/// What was entered for one question, empty without an answer. Throws Error where the assets have
/// no such score or question.
std::string answerTo(const Plan& plan, std::string_view scoreId, std::string_view key);
/// Enters an answer; an empty one is taken back. Throws Error for an unknown score, question or
/// value, and for the question that the plan's intent answers.
Plan withScoreAnswer(Plan plan,
                     const std::string& scoreId,
                     const std::string& key,
                     const std::string& value);
/// Throws Error, naming score, question and value, for an answer that cannot be entered.
void requireScoreAnswer(const std::string& scoreId,
                        const std::string& key,
                        const std::string& value);

}  // namespace trocar
