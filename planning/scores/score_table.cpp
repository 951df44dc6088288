#include "planning/scores/score_table.h"

#include "core/assets.h"
#include "core/io.h"
#include "core/json/json_reader.h"
#include "core/word_table.h"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace trocar::scores {
namespace {

constexpr WordTable<HeldByPlan, 2> kHeldBy = {
    {{HeldByPlan::Intent, "intent"}, {HeldByPlan::Embolisation, "embolisation"}}};

ScoreCondition conditionFrom(const std::string& key, const JsonEntry& entry) {
  ScoreCondition condition;
  condition.key = key;
  if (entry.isObject()) {
    condition.atLeast = entry.maybeNumber("atLeast");
    condition.below = entry.maybeNumber("below");
  } else {
    condition.values = entry.asTexts();
  }
  return condition;
}

std::vector<ScoreRow> rowsFrom(const JsonEntry& entry) {
  std::vector<ScoreRow> rows;
  for (const JsonEntry& item : entry.list("rows")) {
    ScoreRow row;
    row.outcome = item.text("outcome");
    row.note = item.textOr("note", "");
    for (const auto& [key, condition] : item.object("when").members())
      row.conditions.push_back(conditionFrom(key, condition));
    rows.push_back(std::move(row));
  }
  return rows;
}

/// "of" names the question whose answer counts; "values" what it must be to say "gives".
ScoreLink linkFrom(const JsonEntry& entry) {
  ScoreLink link;
  link.score = entry.text("score");
  link.question = entry.textOr("of", "");
  link.values = entry.textsOrNone("values");
  link.gives = entry.textOr("gives", "");
  link.source = entry.textOr("source", "");
  if (link.values.empty() != link.gives.empty())
    entry.refuse("values", "they go with what is given, \"gives\"");
  return link;
}

ScoreQuestion questionFrom(const JsonEntry& entry) {
  constexpr int kMostPoints = 1000;
  ScoreQuestion question;
  question.key = entry.text("key");
  question.text = entry.text("text");
  question.unit = entry.textOr("unit", "");
  question.minimum = entry.numberOr("minimum", 0.0);
  question.maximum = entry.numberOr("maximum", 0.0);
  if (entry.has("heldBy"))
    question.heldBy = entry.word("heldBy", kHeldBy);
  question.whole = entry.truthOr("whole", false);
  if (entry.has("assumed"))
    question.assumed = entry.at("assumed").asText();
  for (const JsonEntry& link : entry.listOrNone("from"))
    question.links.push_back(linkFrom(link));
  for (const JsonEntry& item : entry.listOrNone("options")) {
    ScoreOption option{item.text("value"), item.textOr("text", ""), std::nullopt};
    if (item.has("points"))
      option.points = item.whole("points", -kMostPoints, kMostPoints);
    question.options.push_back(std::move(option));
  }
  return question;
}

ScoreTable tableFrom(const JsonEntry& entry) {
  ScoreTable table;
  table.definition = {
      entry.text("id"), entry.text("name"), entry.text("source"), {}, entry.textsOrNone("sites")};
  table.definition.ofPatient = entry.truthOr("ofPatient", false);
  table.addsPoints = entry.truthOr("addsPoints", false);
  table.note = entry.textOr("note", "");
  for (const JsonEntry& question : entry.list("questions"))
    table.definition.questions.push_back(questionFrom(question));
  for (const JsonEntry& derived : entry.listOrNone("derived"))
    table.derived.push_back({derived.text("key"), rowsFrom(derived)});
  table.rows = rowsFrom(entry);
  return table;
}

}  // namespace

std::pair<int, ScoreTable> scoreTableFromJson(const std::string& text, const std::string& where) {
  constexpr int kLast = 1'000'000;
  return readJson(text, where, [&](const JsonEntry& entry) {
    return std::pair(entry.whole("order", -kLast, kLast), tableFrom(entry));
  });
}

std::vector<ScoreTable> readScoreTables() {
  std::vector<std::pair<int, ScoreTable>> ordered;
  for (const auto& entry : std::filesystem::directory_iterator(assetPath("scores")))
    ordered.push_back(scoreTableFromJson(readFile(entry.path()), entry.path().string()));
  std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) {
    return a.first < b.first;
  });
  std::vector<ScoreTable> tables;
  for (auto& [order, table] : ordered)
    tables.push_back(std::move(table));
  return tables;
}

}  // namespace trocar::scores
