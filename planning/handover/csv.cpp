#include "planning/handover/csv.h"

#include "core/csv.h"
#include "core/number_text.h"
#include "planning/facts/needle_facts.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace trocar::handover {
namespace {

constexpr int kDecimals = 2;  ///< A table is reckoned with: one more than people read.

/// A column's heading and what stands in it.
using Column = std::pair<std::string, std::string>;
using Columns = std::vector<Column>;

/// "skin_to_bone_mm" of "skinToBoneMm", "from_midline_mm" of "distanceFromMidlineMm".
std::string headingOfKey(const std::string& key) {
  constexpr std::string_view kDistance = "distance_";
  std::string heading;
  for (const char c : key) {
    const auto letter = static_cast<unsigned char>(c);
    if (std::isupper(letter) != 0)
      heading += '_';
    heading += static_cast<char>(std::tolower(letter));
  }
  return heading.starts_with(kDistance) ? heading.substr(kDistance.size()) : heading;
}

/// Three columns in LPS: "entry_L_mm" of "entry_mm".
void addPoint(Columns& columns, const std::string& heading, const Vec3& at) {
  const std::string name = heading.substr(0, heading.rfind("_mm"));
  for (int axis = 0; axis < 3; ++axis)
    columns.emplace_back(name + "_" + "LPS"[axis] + "_mm", decimalText(at[axis], kDecimals));
}

/// The facts that every list tells, and all of a block that is told as a whole.
void addFacts(Columns& columns, const facts::Facts& facts, const std::string& before, bool whole) {
  for (const facts::Fact& fact : facts) {
    const bool told = whole || fact.rank >= facts::FactRank::Usual;
    const std::string heading = before + headingOfKey(fact.key);
    if (const auto* block = std::get_if<facts::Facts>(&fact.value))
      addFacts(columns, *block, heading + "_", told);
    if (fact.key.empty() || !told)
      continue;
    if (const auto* at = std::get_if<Vec3>(&fact.value))
      addPoint(columns, heading, *at);
    else if (const auto* number = std::get_if<double>(&fact.value))
      columns.emplace_back(heading, decimalText(*number, kDecimals));
    else if (const auto* word = std::get_if<std::string>(&fact.value))
      columns.emplace_back(heading, *word);
    else if (std::holds_alternative<bool>(fact.value))
      columns.emplace_back(heading, facts::shown(fact));
    else if (!fact.isKnown())
      columns.emplace_back(heading, "");
  }
}

/// Without numbers what was entered.
Columns columnsOf(const Needle& needle, const NeedleEvaluation* numbers) {
  facts::Facts facts = facts::needleFacts(needle, numbers ? *numbers : NeedleEvaluation());
  if (!numbers)
    std::erase_if(facts, [](const facts::Fact& fact) { return fact.trust != Basis::Entered; });
  Columns columns = {{"id", needle.id}};
  addFacts(columns, facts, "", false);
  columns.emplace_back("not_judged", numbers ? namesOf(numbers->unjudged) : "");
  const auto all = numbers ? numbers->clearances : std::vector<Clearance>();
  columns.emplace_back("nearest_structure", all.empty() ? "" : all.front().structure);
  columns.emplace_back("nearest_mm",
                       all.empty() ? "" : decimalText(all.front().distanceMm, kDecimals));
  return columns;
}

/// Those that a needle may have, so that every table has the same columns.
std::vector<std::string> headings() {
  NeedleEvaluation all;
  all.breach.emplace().wallMarginMm = Breach::Margins{};
  all.orderRule.emplace();
  all.screw.emplace().inLesionMm = 1.0;
  all.placement.emplace();
  Needle needle;
  needle.bend.emplace();
  std::vector<std::string> names = {"id", "level", "side", "approach", "purpose", "instrument"};
  for (const auto& [heading, text] : columnsOf(needle, &all)) {
    if (std::find(names.begin(), names.end(), heading) == names.end())
      names.push_back(heading);
  }
  return names;
}

std::string textUnder(const std::string& heading, const Columns& columns) {
  const auto found = std::find_if(
      columns.begin(), columns.end(), [&](const auto& column) { return column.first == heading; });
  return found == columns.end() ? "" : found->second;
}

}  // namespace

std::string needlesCsv(const Plan& plan, const Evaluation& evaluation) {
  const std::vector<std::string> names = headings();
  std::string csv = csvLine(names);
  for (const Needle& needle : plan.needles) {
    const Columns columns = columnsOf(needle, facts::findNumbers(evaluation, needle.id));
    std::vector<std::string> row;
    for (const std::string& name : names)
      row.push_back(textUnder(name, columns));
    csv += csvLine(row);
  }
  return csv;
}

}  // namespace trocar::handover
