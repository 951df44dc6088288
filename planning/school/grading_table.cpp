#include "core/assets.h"
#include "core/error.h"
#include "planning/school/grade.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace trocar {
namespace {

using Json = nlohmann::json;

Criterion criterionFrom(const Json& json) {
  Criterion criterion;
  criterion.key = json.at("key");
  criterion.name = json.at("name");
  criterion.unit = json.at("unit");
  criterion.fullAt = json.at("fullAt");
  criterion.noneAt = json.at("noneAt");
  criterion.weight = json.at("weight");
  criterion.source = json.at("source");
  if (json.contains("required"))
    criterion.required = json["required"].get<double>();
  return criterion;
}

std::vector<Criterion> readTable() {
  const std::filesystem::path file = assetPath("lessons/grading.json");
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return criteriaFromJson(text.str(), file.string());
}

}  // namespace

std::vector<Criterion> criteriaFromJson(const std::string& text, const std::string& where) {
  std::vector<Criterion> table;
  try {
    const Json json = Json::parse(text);
    for (const Json& row : json.at("criteria"))
      table.push_back(criterionFrom(row));
  } catch (const Json::exception&) {
    throw Error(where +
                " is no grading table: each criterion needs key, name, unit, fullAt, "
                "noneAt, weight and source.");
  }
  for (const Criterion& row : table) {
    if (row.fullAt == row.noneAt || row.weight <= 0.0 || row.source.empty())
      throw Error(where + ": the criterion \"" + row.key +
                  "\" needs two different limits, a weight above 0 and a source.");
  }
  return table;
}

const std::vector<Criterion>& gradingTable() {
  static const std::vector<Criterion> table = readTable();
  return table;
}

const Criterion* findCriterion(std::string_view key) {
  const std::vector<Criterion>& table = gradingTable();
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const Criterion& c) { return c.key == key; });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace trocar
