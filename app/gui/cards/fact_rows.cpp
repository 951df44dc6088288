#include "app/gui/cards/fact_rows.h"

#include "app/gui/parts/numbers.h"

#include <variant>

namespace trocar::gui {
namespace {

std::vector<const facts::Fact*> knownNumbers(const facts::Facts& facts) {
  std::vector<const facts::Fact*> numbers = facts::listed(facts);
  std::erase_if(numbers, [](const facts::Fact* fact) {
    return !std::holds_alternative<double>(fact->value) || !fact->words.empty();
  });
  return numbers;
}

}  // namespace

QString classOfTone(facts::FactTone tone) {
  switch (tone) {
    case facts::FactTone::Good:
      return "good";
    case facts::FactTone::Caution:
      return "caution";
    case facts::FactTone::Danger:
      return "danger";
    default:
      return {};
  }
}

NumberRow rowOfFact(const facts::Fact& fact) {
  return {text(fact.name),
          text(facts::shown(fact)),
          text(facts::explanation(fact)),
          classOfTone(fact.tone)};
}

std::vector<NumberRow> rowsOfFacts(const facts::Facts& facts,
                                   const std::vector<facts::FactTopic>& topics) {
  std::vector<NumberRow> rows;
  for (const facts::Fact* fact : facts::listed(facts, facts::FactRank::Usual, topics)) {
    if (fact->isKnown() || !fact->words.empty())
      rows.push_back(rowOfFact(*fact));
  }
  return rows;
}

QString numbersLine(const facts::Facts& facts) {
  QStringList parts;
  for (const facts::Fact* fact : knownNumbers(facts))
    parts << text(facts::shown(*fact));
  return parts.join(" · ");
}

QString numbersTip(const facts::Facts& facts) {
  QStringList lines;
  for (const facts::Fact* fact : knownNumbers(facts))
    lines << text(facts::headingOf(*fact) + ": " + facts::shown(*fact) + ". " +
                  facts::explanation(*fact));
  return lines.join("\n");
}

}  // namespace trocar::gui
