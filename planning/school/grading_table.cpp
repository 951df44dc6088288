#include "core/json/json_reader.h"
#include "planning/school/grade.h"

#include <algorithm>

namespace trocar::school {
namespace {

Criterion criterionFrom(const JsonEntry& entry) {
  Criterion criterion;
  criterion.key = entry.text("key");
  criterion.name = entry.text("name");
  criterion.unit = entry.at("unit").asText();
  criterion.fullAt = entry.number("fullAt");
  criterion.noneAt = entry.number("noneAt");
  if (criterion.fullAt == criterion.noneAt)
    entry.refuse("noneAt", "it must be another number than fullAt");
  criterion.weight = entry.number("weight", kAboveZero);
  criterion.required = entry.maybeNumber("required");
  criterion.source = entry.text("source");
  return criterion;
}

std::vector<Criterion> criteriaFrom(const JsonEntry& file) {
  file.remarks({"about"});
  std::vector<Criterion> table;
  for (const JsonEntry& row : file.list("criteria"))
    table.push_back(criterionFrom(row));
  return table;
}

}  // namespace

std::vector<Criterion> criteriaFromJson(const std::string& text, const std::string& where) {
  return readJson(text, where, criteriaFrom);
}

const std::vector<Criterion>& gradingTable() {
  static const std::vector<Criterion> table = readJsonAsset("lessons/grading.json", criteriaFrom);
  return table;
}

const Criterion* findCriterion(std::string_view key) {
  const std::vector<Criterion>& table = gradingTable();
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const Criterion& c) { return c.key == key; });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace trocar::school
