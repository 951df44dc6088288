#include "planning/scores/score_table.h"

#include "core/assets.h"
#include "core/error.h"
#include "core/io.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace trocar {
namespace {

using Json = nlohmann::ordered_json;

std::optional<double> optionalNumber(const Json& json, const char* key) {
  return json.contains(key) ? std::optional<double>(json.at(key).get<double>()) : std::nullopt;
}

ScoreCondition conditionFrom(const std::string& key, const Json& json) {
  ScoreCondition condition;
  condition.key = key;
  if (json.is_object()) {
    condition.atLeast = optionalNumber(json, "atLeast");
    condition.below = optionalNumber(json, "below");
  } else {
    condition.values = json.get<std::vector<std::string>>();
  }
  return condition;
}

std::vector<ScoreRow> rowsFrom(const Json& json) {
  std::vector<ScoreRow> rows;
  for (const Json& item : json) {
    ScoreRow row;
    row.outcome = item.at("outcome");
    row.note = item.value("note", "");
    for (const auto& [key, condition] : item.at("when").items())
      row.conditions.push_back(conditionFrom(key, condition));
    rows.push_back(std::move(row));
  }
  return rows;
}

ScoreQuestion questionFrom(const Json& json) {
  ScoreQuestion question;
  question.key = json.at("key");
  question.text = json.at("text");
  question.unit = json.value("unit", "");
  question.minimum = json.value("minimum", 0.0);
  question.maximum = json.value("maximum", 0.0);
  question.asksIntent = json.value("asksIntent", false);
  if (json.contains("default"))
    question.fallback = json.at("default").get<std::string>();
  for (const Json& item : json.value("options", Json::array())) {
    ScoreOption option{item.at("value"), item.value("text", ""), std::nullopt};
    if (item.contains("points"))
      option.points = item.at("points").get<int>();
    question.options.push_back(std::move(option));
  }
  return question;
}

ScoreTable tableFrom(const Json& json) {
  ScoreTable table;
  table.definition = {json.at("id"), json.at("name"), json.at("source"), {}};
  table.addsPoints = json.value("addsPoints", false);
  table.note = json.value("note", "");
  for (const Json& question : json.at("questions"))
    table.definition.questions.push_back(questionFrom(question));
  for (const Json& derived : json.value("derived", Json::array()))
    table.derived.push_back({derived.at("key"), rowsFrom(derived.at("rows"))});
  table.rows = rowsFrom(json.at("rows"));
  return table;
}

}  // namespace

std::vector<ScoreTable> readScoreTables() {
  std::vector<std::pair<int, ScoreTable>> ordered;
  for (const auto& entry : std::filesystem::directory_iterator(assetPath("scores"))) {
    try {
      const Json json = Json::parse(readFile(entry.path()));
      ordered.emplace_back(json.at("order").get<int>(), tableFrom(json));
    } catch (const nlohmann::json::exception& error) {
      throw Error("The score table " + entry.path().string() + " cannot be used: " + error.what());
    }
  }
  std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) {
    return a.first < b.first;
  });
  std::vector<ScoreTable> tables;
  for (auto& [order, table] : ordered)
    tables.push_back(std::move(table));
  return tables;
}

}  // namespace trocar
