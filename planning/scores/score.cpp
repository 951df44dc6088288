#include "planning/scores/score.h"

#include "core/error.h"
#include "planning/scores/score_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <utility>

namespace trocar::scores {
namespace {

using Answers = std::map<std::string, std::string>;

/// Whether a row may apply, and what has to be answered first to know.
struct Match {
  bool possible = true;
  std::vector<std::string> asks;

  bool applies() const { return possible && asks.empty(); }
};

/// The row that counts, or what has to be answered to tell. Neither: no row applies.
struct Verdict {
  const ScoreRow* row = nullptr;
  std::set<std::string> asks;
};

const std::vector<ScoreTable>& tables() {
  static const std::vector<ScoreTable> all = readScoreTables();
  return all;
}

const ScoreTable& tableOf(std::string_view id) {
  std::string known;
  for (const ScoreTable& table : tables()) {
    if (table.definition.id == id)
      return table;
    known += (known.empty() ? "" : ", ") + table.definition.id;
  }
  throw Error("There is no score \"" + std::string(id) + "\": choose one of " + known + ".");
}

const ScoreQuestion* questionOf(const ScoreTable& table, const std::string& key) {
  const auto& all = table.definition.questions;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& q) { return q.key == key; });
  return found == all.end() ? nullptr : &*found;
}

std::optional<double> numberOf(const std::string& text) {
  double number = 0.0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  return read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

std::string choicesOf(const ScoreQuestion& question) {
  if (question.options.empty())
    return std::string(question.whole ? "a whole number" : "a number") + " from " +
           std::to_string(static_cast<int>(question.minimum)) + " to " +
           std::to_string(static_cast<int>(question.maximum)) +
           (question.unit.empty() ? "" : " " + question.unit);
  std::string words;
  for (const ScoreOption& option : question.options)
    words += (words.empty() ? "" : ", ") + option.value;
  return "one of " + words;
}

const ScoreOption* optionOf(const ScoreQuestion& question, const std::string& value) {
  const auto found = std::find_if(question.options.begin(),
                                  question.options.end(),
                                  [&](const auto& o) { return o.value == value; });
  return found == question.options.end() ? nullptr : &*found;
}

bool isValid(const ScoreQuestion& question, const std::string& value) {
  if (!question.options.empty())
    return optionOf(question, value) != nullptr;
  const std::optional<double> number = numberOf(value);
  return number && *number >= question.minimum && *number <= question.maximum &&
         (!question.whole || *number == std::floor(*number));
}

void requireValid(const ScoreTable& table, const std::string& key, const std::string& value) {
  const ScoreQuestion* question = questionOf(table, key);
  if (question == nullptr) {
    std::string known;
    for (const ScoreQuestion& q : table.definition.questions)
      known += (known.empty() ? "" : ", ") + q.key;
    throw Error("The score " + table.definition.id + " has no \"" + key + "\": it asks for " +
                known + ".");
  }
  if (!isValid(*question, value))
    throw Error("\"" + value + "\" is no answer to " + key + " of " + table.definition.id +
                ": give " + choicesOf(*question) + ".");
}

Answers withAssumed(const ScoreTable& table, Answers answers) {
  for (const auto& [key, value] : answers)
    requireValid(table, key, value);
  for (const ScoreQuestion& question : table.definition.questions) {
    if (question.assumed)
      answers.try_emplace(question.key, *question.assumed);
  }
  return answers;
}

bool holds(const ScoreCondition& condition, const std::string& value) {
  if (!condition.values.empty())
    return std::find(condition.values.begin(), condition.values.end(), value) !=
           condition.values.end();
  const std::optional<double> number = numberOf(value);
  return number && (!condition.atLeast || *number >= *condition.atLeast) &&
         (!condition.below || *number < *condition.below);
}

/// An answered condition that does not hold rules a row out, whatever is still unanswered.
Match matchRow(const ScoreRow& row, const Answers& answers) {
  Match match;
  for (const ScoreCondition& condition : row.conditions) {
    const auto answer = answers.find(condition.key);
    if (answer == answers.end())
      match.asks.push_back(condition.key);
    else if (!holds(condition, answer->second))
      return {false, {}};
  }
  return match;
}

/// The first row that applies counts, and it does where no row before it can still give another
/// outcome.
Verdict verdictOf(const std::vector<ScoreRow>& rows, const Answers& answers) {
  std::vector<std::pair<const ScoreRow*, Match>> undecided;
  for (const ScoreRow& row : rows) {
    const Match match = matchRow(row, answers);
    if (match.applies()) {
      std::erase_if(undecided, [&](const auto& one) { return one.first->outcome == row.outcome; });
      if (undecided.empty())
        return {&row, {}};
      break;
    }
    if (match.possible)
      undecided.emplace_back(&row, match);
  }
  Verdict verdict;
  for (const auto& [row, match] : undecided)
    verdict.asks.insert(match.asks.begin(), match.asks.end());
  return verdict;
}

std::set<std::string> unanswered(const ScoreTable& table, const Answers& answers) {
  std::set<std::string> keys;
  for (const ScoreQuestion& question : table.definition.questions) {
    if (!answers.contains(question.key))
      keys.insert(question.key);
  }
  return keys;
}

int sumOfPoints(const ScoreTable& table, const Answers& answers) {
  int total = 0;
  for (const ScoreQuestion& question : table.definition.questions) {
    const auto answer = answers.find(question.key);
    if (answer != answers.end())
      total += optionOf(question, answer->second)->points.value_or(0);
  }
  return total;
}

/// Adds derived answers and the total, and finds the row. Only questions are asked: what a derived
/// answer lacks stands for it.
Verdict complete(const ScoreTable& table, Answers& answers) {
  std::map<std::string, std::set<std::string>> derivedAsks;
  for (const DerivedAnswer& derived : table.derived) {
    const Verdict verdict = verdictOf(derived.rows, answers);
    if (verdict.row != nullptr)
      answers[derived.key] = verdict.row->outcome;
    derivedAsks[derived.key] = verdict.asks;
  }
  if (table.addsPoints) {
    if (std::set<std::string> asks = unanswered(table, answers); !asks.empty())
      return {nullptr, std::move(asks)};
    answers["total"] = std::to_string(sumOfPoints(table, answers));
  }
  Verdict verdict = verdictOf(table.rows, answers);
  for (const auto& [key, asks] : derivedAsks) {
    if (verdict.asks.erase(key) > 0)
      verdict.asks.insert(asks.begin(), asks.end());
  }
  return verdict;
}

std::vector<const ScoreQuestion*> questionsOf(const ScoreTable& table,
                                              const std::set<std::string>& keys) {
  std::vector<const ScoreQuestion*> questions;
  for (const ScoreQuestion& question : table.definition.questions) {
    if (keys.contains(question.key))
      questions.push_back(&question);
  }
  return questions;
}

std::vector<ScoreComponent> componentsOf(const ScoreTable& table,
                                         const Answers& given,
                                         const Answers& all) {
  std::vector<ScoreComponent> components;
  for (const ScoreQuestion& question : table.definition.questions) {
    const auto answer = all.find(question.key);
    if (answer == all.end())
      continue;
    const ScoreOption* option = optionOf(question, answer->second);
    components.push_back({question.key,
                          answer->second,
                          option == nullptr ? std::nullopt : option->points,
                          !given.contains(question.key)});
  }
  return components;
}

[[noreturn]] void refuseIncomplete(const ScoreTable& table,
                                   const std::vector<const ScoreQuestion*>& missing) {
  std::string needs;
  std::string how;
  for (const ScoreQuestion* question : missing) {
    needs += (needs.empty() ? "" : ", ") + question->key;
    how += (how.empty() ? "" : "; ") + question->key + "= " + choicesOf(*question);
  }
  throw Error("The score " + table.definition.id + " is incomplete, it needs " + needs + ": give " +
              how + ".");
}

std::string joined(const std::string& first, const std::string& second) {
  return first + (first.empty() || second.empty() ? "" : " ") + second;
}

/// Of every row that applies and says the same.
std::string notesOf(const std::vector<ScoreRow>& rows,
                    const std::string& outcome,
                    const Answers& answers) {
  std::string notes;
  for (const ScoreRow& row : rows) {
    if (row.outcome == outcome && matchRow(row, answers).applies() &&
        notes.find(row.note) == std::string::npos)
      notes = joined(notes, row.note);
  }
  return notes;
}

}  // namespace

const std::vector<ScoreDefinition>& scoreDefinitions() {
  static const std::vector<ScoreDefinition> all = [] {
    std::vector<ScoreDefinition> definitions;
    for (const ScoreTable& table : tables())
      definitions.push_back(table.definition);
    return definitions;
  }();
  return all;
}

const ScoreDefinition& findScore(std::string_view id) {
  return tableOf(id).definition;
}

std::vector<const ScoreQuestion*> openQuestions(std::string_view id, const Answers& given) {
  const ScoreTable& table = tableOf(id);
  Answers answers = withAssumed(table, given);
  return questionsOf(table, complete(table, answers).asks);
}

std::optional<PointsSoFar> pointsSoFar(std::string_view id, const Answers& given) {
  const ScoreTable& table = tableOf(id);
  if (!table.addsPoints)
    return std::nullopt;
  const Answers answers = withAssumed(table, given);
  PointsSoFar so{sumOfPoints(table, answers), 0};
  so.atMost = so.points;
  for (const ScoreQuestion* question : questionsOf(table, unanswered(table, answers))) {
    int most = 0;
    for (const ScoreOption& option : question->options)
      most = std::max(most, option.points.value_or(0));
    so.atMost += most;
  }
  return so;
}

std::string answerText(const ScoreQuestion& question, const std::string& value) {
  if (const ScoreOption* option = optionOf(question, value))
    return option->text.empty() ? value : option->text;
  return value + (question.unit.empty() ? "" : " " + question.unit);
}

void requireAnswer(std::string_view id, const std::string& key, const std::string& value) {
  requireValid(tableOf(id), key, value);
}

bool isAnswer(std::string_view id, const std::string& key, const std::string& value) {
  const ScoreQuestion* question = questionOf(tableOf(id), key);
  return question != nullptr && isValid(*question, value);
}

ScoreResult score(std::string_view id, const Answers& given) {
  const ScoreTable& table = tableOf(id);
  Answers answers = withAssumed(table, given);
  const Answers all = answers;
  const Verdict verdict = complete(table, answers);
  if (!verdict.asks.empty())
    refuseIncomplete(table, questionsOf(table, verdict.asks));
  ScoreResult result;
  result.score = table.definition.id;
  result.source = table.definition.source;
  if (table.addsPoints)
    result.total = sumOfPoints(table, answers);
  result.category = verdict.row == nullptr ? "not in the table" : verdict.row->outcome;
  result.note = joined(notesOf(table.rows, result.category, answers), table.note);
  result.components = componentsOf(table, given, all);
  return result;
}

}  // namespace trocar::scores
