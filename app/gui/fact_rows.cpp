#include "app/gui/fact_rows.h"

#include "app/gui/numbers.h"

#include <variant>

namespace trocar {
namespace {

std::vector<const Fact*> knownNumbers(const Facts& facts) {
  std::vector<const Fact*> numbers = listed(facts);
  std::erase_if(numbers, [](const Fact* fact) {
    return !std::holds_alternative<double>(fact->value) || !fact->words.empty();
  });
  return numbers;
}

}  // namespace

QString classOfTone(FactTone tone) {
  switch (tone) {
    case FactTone::Good:
      return "good";
    case FactTone::Caution:
      return "caution";
    case FactTone::Danger:
      return "danger";
    default:
      return {};
  }
}

NumberRow rowOfFact(const Fact& fact) {
  return {text(fact.name), text(shown(fact)), text(explanation(fact)), classOfTone(fact.tone)};
}

std::vector<NumberRow> rowsOfFacts(const Facts& facts, const std::vector<FactTopic>& topics) {
  std::vector<NumberRow> rows;
  for (const Fact* fact : listed(facts, FactRank::Usual, topics))
    rows.push_back(rowOfFact(*fact));
  return rows;
}

QString numbersLine(const Facts& facts) {
  QStringList parts;
  for (const Fact* fact : knownNumbers(facts))
    parts << text(shown(*fact));
  return parts.join(" · ");
}

QString numbersTip(const Facts& facts) {
  QStringList lines;
  for (const Fact* fact : knownNumbers(facts))
    lines << text(headingOf(*fact) + ": " + shown(*fact) + ". " + explanation(*fact));
  return lines.join("\n");
}

}  // namespace trocar
