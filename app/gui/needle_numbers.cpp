#include "app/gui/needle_numbers.h"

#include "app/gui/fact_rows.h"
#include "app/gui/numbers.h"
#include "planning/facts/needle_facts.h"

namespace trocar {

std::vector<NumberRow> rowsOf(const NeedleEvaluation& numbers,
                              const Case& patient,
                              PatientPosition position) {
  const Facts facts = measuredFacts(numbers, &patient, position);
  std::vector<NumberRow> rows;
  for (const FactTopic topic : {FactTopic::Access, FactTopic::Near, FactTopic::Dialled}) {
    for (NumberRow& row : rowsOfFacts(facts, {topic}))
      rows.push_back(std::move(row));
  }
  return rows;
}

QString summaryOf(const NeedleEvaluation& numbers, const Case& patient) {
  const Facts facts = measuredFacts(numbers, &patient);
  QStringList parts;
  for (const Fact* nearest : listed(facts, FactRank::Headline, {FactTopic::Nearest}))
    parts << text(shown(*nearest));
  const Fact& depth = *factAt(facts, "skinToTargetMm");
  if (depth.isKnown())
    parts << text(depth.name + " " + shown(depth));
  return parts.join(" · ");
}

std::optional<char> gradeOf(const NeedleEvaluation* numbers) {
  if (numbers && numbers->screw)
    return numbers->screw->grade;
  return numbers && numbers->breach ? std::optional(numbers->breach->grade) : std::nullopt;
}

QString structureName(const Case& patient, const std::string& id) {
  return text(structureWords(&patient, id));
}

}  // namespace trocar
