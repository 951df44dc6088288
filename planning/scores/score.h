#pragma once

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

/// Another score that answers a question: with one of its outcomes, with an answer to a question of
/// its own, or with its total.
struct ScoreLink {
  std::string score;
  std::string question;             ///< Of that score; empty for its outcome or total.
  std::vector<std::string> values;  ///< Outcomes or answers that say `gives`; empty: taken over.
  std::string gives;
  std::string source;  ///< Why the one follows from the other; may be empty.
};

/// What of a plan answers a question, so that nobody answers it twice.
enum class HeldByPlan { Nothing, Intent, Embolisation };

/// A question of a score. Without options the answer is a number in [minimum, maximum].
struct ScoreQuestion {
  std::string key;
  std::string text;
  std::vector<ScoreOption> options;
  std::string unit;
  double minimum = 0.0;
  double maximum = 0.0;
  bool whole = false;                  ///< The number has no fraction.
  std::optional<std::string> assumed;  ///< Taken, and said to be so, where no answer is given.
  HeldByPlan heldBy = HeldByPlan::Nothing;
  std::vector<ScoreLink> links;  ///< The first that says something proposes the answer.
};

/// A published score or decision framework, read from assets/scores.
struct ScoreDefinition {
  std::string id;      ///< "sins"
  std::string name;    ///< "Spinal Instability Neoplastic Score"
  std::string source;  ///< Publication of the table.
  std::vector<ScoreQuestion> questions;
  std::vector<std::string> sites;  ///< "vertebra", "sacrum", "hip", "femur"; empty: any bone.
  bool ofPatient = false;          ///< Answered once, not for each lesion.
};

/// One answer and what it contributed.
struct ScoreComponent {
  std::string key;
  std::string value;
  std::optional<int> points;
  bool assumed = false;  ///< Nobody gave it.
};

/// What the framework says. It states; it does not decide.
struct ScoreResult {
  std::string score;
  std::optional<int> total;  ///< Of scores that add points.
  std::string category;
  std::string note;
  std::string source;
  std::vector<ScoreComponent> components;  ///< In the order of the questions: what was given, and
                                           ///< what was assumed.
};

/// In the order they are offered.
const std::vector<ScoreDefinition>& scoreDefinitions();
/// Throws Error where there is no such score.
const ScoreDefinition& findScore(std::string_view id);

/// Throws Error for an unknown key, a value that is not among the options, or answers that the
/// framework needs and that are missing. A question that does not change the outcome of the other
/// answers is not asked.
ScoreResult score(std::string_view id, const std::map<std::string, std::string>& answers);

/// Throws Error, naming what there is, for an unknown score, question or value.
void requireAnswer(std::string_view id, const std::string& key, const std::string& value);
/// Throws Error for an unknown score.
bool isAnswer(std::string_view id, const std::string& key, const std::string& value);

/// The questions that must still be answered before `score` can say anything, in their order.
std::vector<const ScoreQuestion*> openQuestions(std::string_view id,
                                                const std::map<std::string, std::string>& answers);

/// What the answered questions of a score that adds points come to, and the most that the others
/// can still add. Nullopt for another score.
struct PointsSoFar {
  int points = 0;
  int atMost = 0;
};
std::optional<PointsSoFar> pointsSoFar(std::string_view id,
                                       const std::map<std::string, std::string>& answers);

/// The words of an option; the number with its unit where there are none.
std::string answerText(const ScoreQuestion& question, const std::string& value);

}  // namespace trocar::scores
