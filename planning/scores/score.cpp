#include "planning/scores/score.h"

#include "core/error.h"
#include "planning/scores/score_table.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

namespace trocar::scores {
namespace {

using Answers = std::map<std::string, std::string>;

/// Whether a row applies. `asks` names the question that has to be answered first to know.
struct Match {
  bool applies = false;
  std::string asks;
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
    return "a number from " + std::to_string(static_cast<int>(question.minimum)) + " to " +
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
  return number && *number >= question.minimum && *number <= question.maximum;
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

Answers withFallbacks(const ScoreTable& table, Answers answers) {
  for (const auto& [key, value] : answers)
    requireValid(table, key, value);
  for (const ScoreQuestion& question : table.definition.questions) {
    if (question.fallback)
      answers.try_emplace(question.key, *question.fallback);
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

/// A row fails on the first answered condition that does not hold, whatever is still unanswered.
Match matchRow(const ScoreRow& row, const Answers& answers) {
  Match match{true, ""};
  for (const ScoreCondition& condition : row.conditions) {
    const auto answer = answers.find(condition.key);
    if (answer == answers.end()) {
      if (match.asks.empty())
        match.asks = condition.key;
    } else if (!holds(condition, answer->second)) {
      return {};
    }
  }
  match.applies = match.asks.empty();
  return match;
}

/// The first row that applies, or the question that must be answered to tell. The order of rows
/// counts, so a row that might still apply stops the search.
std::pair<const ScoreRow*, std::string> firstRow(const std::vector<ScoreRow>& rows,
                                                 const Answers& answers) {
  for (const ScoreRow& row : rows) {
    const Match match = matchRow(row, answers);
    if (match.applies)
      return {&row, ""};
    if (!match.asks.empty())
      return {nullptr, match.asks};
  }
  return {nullptr, ""};
}

std::string missingPoints(const ScoreTable& table, const Answers& answers) {
  for (const ScoreQuestion& question : table.definition.questions) {
    if (answers.find(question.key) == answers.end())
      return question.key;
  }
  return "";
}

int sumOfPoints(const ScoreTable& table, const Answers& answers) {
  int total = 0;
  for (const ScoreQuestion& question : table.definition.questions)
    total += optionOf(question, answers.at(question.key))->points.value_or(0);
  return total;
}

/// Adds derived answers and the total; returns the key that is still missing, if one is.
std::string complete(const ScoreTable& table, Answers& answers) {
  for (const DerivedAnswer& derived : table.derived) {
    const auto [row, asks] = firstRow(derived.rows, answers);
    if (!asks.empty())
      return asks;
    if (row != nullptr)
      answers[derived.key] = row->outcome;
  }
  if (table.addsPoints) {
    const std::string missing = missingPoints(table, answers);
    if (!missing.empty())
      return missing;
    answers["total"] = std::to_string(sumOfPoints(table, answers));
  }
  return firstRow(table.rows, answers).second;
}

void collectKeys(const std::vector<ScoreRow>& rows,
                 const Answers& answers,
                 std::set<std::string>& keys) {
  for (const ScoreRow& row : rows) {
    for (const ScoreCondition& condition : row.conditions)
      keys.insert(condition.key);
    if (matchRow(row, answers).applies)
      return;
  }
}

std::vector<ScoreComponent> componentsOf(const ScoreTable& table, const Answers& answers) {
  std::set<std::string> used;
  collectKeys(table.rows, answers, used);
  for (const DerivedAnswer& derived : table.derived)
    collectKeys(derived.rows, answers, used);
  std::vector<ScoreComponent> components;
  for (const ScoreQuestion& question : table.definition.questions) {
    const auto answer = answers.find(question.key);
    if (answer == answers.end() || !(table.addsPoints || used.count(question.key) > 0))
      continue;
    const ScoreOption* option = optionOf(question, answer->second);
    components.push_back(
        {question.key, answer->second, option == nullptr ? std::nullopt : option->points});
  }
  return components;
}

std::string joined(const std::string& first, const std::string& second) {
  return first + (first.empty() || second.empty() ? "" : " ") + second;
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

const ScoreQuestion* nextQuestion(std::string_view id, const Answers& given) {
  const ScoreTable& table = tableOf(id);
  Answers answers = withFallbacks(table, given);
  const std::string missing = complete(table, answers);
  return missing.empty() ? nullptr : questionOf(table, missing);
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
  Answers answers = withFallbacks(table, given);
  const std::string missing = complete(table, answers);
  if (!missing.empty()) {
    const ScoreQuestion& question = *questionOf(table, missing);
    throw Error("The score " + table.definition.id + " needs " + missing + ": give " + missing +
                "= " + choicesOf(question) + ".");
  }
  const ScoreRow* row = firstRow(table.rows, answers).first;
  ScoreResult result;
  result.score = table.definition.id;
  result.source = table.definition.source;
  if (table.addsPoints)
    result.total = sumOfPoints(table, answers);
  result.category = row == nullptr ? "not in the table" : row->outcome;
  result.note = joined(row == nullptr ? "" : row->note, table.note);
  result.components = componentsOf(table, answers);
  return result;
}

}  // namespace trocar::scores
