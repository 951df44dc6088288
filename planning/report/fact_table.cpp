#include "planning/report/fact_table.h"

#include "core/number_text.h"

#include <algorithm>
#include <cctype>

namespace trocar::report {
namespace {

constexpr std::size_t kColumnsATable = 5;

std::string capital(std::string text) {
  if (!text.empty())
    text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

/// What one or several numbers mean.
struct Meaning {
  std::string names;
  std::string text;
};

/// Tells what a line means; with the line before it where both mean the same.
void add(std::vector<Meaning>& meanings, const facts::FactLine& line) {
  const auto told = std::find_if(line.of.begin(), line.of.end(), [](const facts::Fact* one) {
    return one != nullptr && !one->meaning.empty();
  });
  if (told == line.of.end())
    return;
  const std::string& text = (*told)->meaning;
  if (!meanings.empty() && meanings.back().text == text)
    meanings.back().names += "; " + line.name;
  else
    meanings.push_back({line.name, text});
}

std::string cellOf(const facts::Fact* fact) {
  return fact ? facts::shown(*fact) : shownNumber(std::nullopt);
}

}  // namespace

ReportTable tableOfFacts(const std::vector<facts::Facts>& rows,
                         const std::vector<facts::FactTopic>& topics) {
  const std::vector<facts::FactLine> lines =
      facts::sideBySide(rows, facts::FactRank::Usual, topics);
  ReportTable table;
  for (const facts::FactLine& line : lines)
    table.columns.push_back({capital(line.name)});
  for (std::size_t row = 0; row < rows.size(); ++row) {
    std::vector<ReportWords> cells;
    for (const facts::FactLine& line : lines)
      cells.emplace_back(cellOf(line.of[row]));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

std::vector<ReportBlock> factsByRows(const std::vector<std::string>& headings,
                                     const std::vector<facts::Facts>& columns,
                                     const std::vector<facts::FactTopic>& topics) {
  std::vector<ReportBlock> tables;
  for (std::size_t from = 0; from < columns.size(); from += kColumnsATable) {
    const std::size_t to = std::min(columns.size(), from + kColumnsATable);
    ReportTable table;
    table.columns.push_back({"", 25});
    for (std::size_t i = from; i < to; ++i)
      table.columns.push_back({headings[i], static_cast<int>(75 / (to - from))});
    for (const facts::FactLine& line : facts::sideBySide(columns, facts::FactRank::Usual, topics)) {
      std::vector<ReportWords> cells = {capital(line.name)};
      for (std::size_t i = from; i < to; ++i)
        cells.emplace_back(cellOf(line.of[i]));
      table.rows.push_back(std::move(cells));
    }
    tables.emplace_back(std::move(table));
  }
  return tables;
}

ReportParagraph meaningsOf(const std::vector<facts::Facts>& all,
                           const std::vector<facts::FactTopic>& topics) {
  std::vector<Meaning> meanings;
  for (const facts::FactLine& line : facts::sideBySide(all, facts::FactRank::Usual, topics))
    add(meanings, line);
  std::string text;
  for (const Meaning& one : meanings)
    text += (text.empty() ? "" : " ") + capital(one.names) + ": " + one.text + ".";
  return {quietWords(text)};
}

ReportTable listOfFacts(const std::vector<const facts::Fact*>& facts) {
  ReportTable table{{{"", 50}, {"", 50}}, {}};
  for (const facts::Fact* fact : facts)
    table.rows.push_back({facts::headingOf(*fact), facts::shown(*fact)});
  return table;
}

void addRows(ReportTable& table, const std::string& of, const facts::Facts& facts) {
  for (const facts::Fact* fact : facts::listed(facts))
    table.rows.push_back({of, facts::headingOf(*fact), facts::shown(*fact)});
}

}  // namespace trocar::report
