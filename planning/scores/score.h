#pragma once

#include "core/structure.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trocar::scores {

/// A value that may be given for a question, with the words a person reads and its points, if it
/// has any.
struct ScoreOption {
  std::string value;
  std::string text;
  std::optional<int> points;
};

/// A question of a score. Without options the answer is a number in [minimum, maximum].
struct ScoreQuestion {
  std::string key;
  std::string text;
  std::vector<ScoreOption> options;
  std::string unit;
  double minimum = 0.0;
  double maximum = 0.0;
  std::optional<std::string> fallback;  ///< Taken where no answer is given.
  bool asksIntent = false;              ///< Answered by the plan's intent.
};

/// A published score or decision framework, read from assets/scores.
struct ScoreDefinition {
  std::string id;      ///< "sins"
  std::string name;    ///< "Spinal Instability Neoplastic Score"
  std::string source;  ///< Publication of the table.
  std::vector<ScoreQuestion> questions;
};

/// One answer and what it contributed.
struct ScoreComponent {
  std::string key;
  std::string value;
  std::optional<int> points;
};

/// What the framework says. It states; it does not decide.
struct ScoreResult {
  std::string score;
  std::optional<int> total;  ///< Of scores that add points.
  std::string category;
  std::string note;
  std::string source;
  std::vector<ScoreComponent> components;  ///< In the order of the questions, those that were used.
};

/// In the order they are offered.
const std::vector<ScoreDefinition>& scoreDefinitions();
/// Throws Error where there is no such score.
const ScoreDefinition& findScore(std::string_view id);

/// Throws Error for an unknown key, a value that is not among the options, or an answer that the
/// framework needs and is missing. A question that does not change the outcome of the other answers
/// is not asked.
ScoreResult score(std::string_view id, const std::map<std::string, std::string>& answers);

/// Throws Error, naming what there is, for an unknown score, question or value.
void requireAnswer(std::string_view id, const std::string& key, const std::string& value);
/// Throws Error for an unknown score.
bool isAnswer(std::string_view id, const std::string& key, const std::string& value);

/// The next question that must be answered before `score` can say anything; nullptr if none.
const ScoreQuestion* nextQuestion(std::string_view id,
                                  const std::map<std::string, std::string>& answers);

}  // namespace trocar::scores
