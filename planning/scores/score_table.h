#pragma once

#include "planning/scores/score.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace trocar::scores {

/// What an answer must be for a row to apply: one of `values`, or a number in [atLeast, below).
struct ScoreCondition {
  std::string key;
  std::vector<std::string> values;
  std::optional<double> atLeast;
  std::optional<double> below;
};

/// All conditions hold → `outcome`. The first row that applies counts.
struct ScoreRow {
  std::vector<ScoreCondition> conditions;
  std::string outcome;
  std::string note;
};

/// A value worked out from answers before the rows are read, such as "high grade" from the ESCC
/// grade.
struct DerivedAnswer {
  std::string key;
  std::vector<ScoreRow> rows;
};

/// A definition with the table behind it. `rows` test answers, derived answers and, for scores that
/// add points, the key "total".
struct ScoreTable {
  ScoreDefinition definition;
  bool addsPoints = false;
  std::vector<DerivedAnswer> derived;
  std::vector<ScoreRow> rows;
  std::string note;  ///< Shown with every result.
};

/// The table of one file and its place among the others. `where` names it in messages. Throws Error
/// for a bad one.
std::pair<int, ScoreTable> scoreTableFromJson(const std::string& text, const std::string& where);
/// Of every file in assets/scores, in the order of their "order". Throws Error for a bad file.
std::vector<ScoreTable> readScoreTables();

}  // namespace trocar::scores
