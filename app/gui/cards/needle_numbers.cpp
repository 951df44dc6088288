#include "app/gui/cards/needle_numbers.h"

#include "app/gui/cards/fact_rows.h"
#include "app/gui/parts/numbers.h"
#include "planning/facts/needle_facts.h"
#include "planning/review/verdict.h"

namespace trocar::gui {

std::vector<NumberRow> rowsOf(const NeedleEvaluation& numbers,
                              const Case& patient,
                              PatientPosition position) {
  const facts::Facts facts = facts::measuredFacts(numbers, &patient, position);
  std::vector<NumberRow> rows;
  for (const facts::FactTopic topic :
       {facts::FactTopic::Access, facts::FactTopic::Near, facts::FactTopic::Dialled}) {
    for (NumberRow& row : rowsOfFacts(facts, {topic}))
      rows.push_back(std::move(row));
  }
  return rows;
}

QString summaryOf(const NeedleEvaluation& numbers, const Case& patient) {
  const facts::Facts facts = facts::measuredFacts(numbers, &patient);
  QStringList parts;
  for (const facts::Fact* nearest :
       facts::listed(facts, facts::FactRank::Headline, {facts::FactTopic::Nearest}))
    parts << text(facts::shown(*nearest));
  const facts::Fact& depth = *facts::factAt(facts, "skinToTargetMm");
  if (depth.isKnown())
    parts << text(depth.name + " " + facts::shown(depth));
  if (!numbers.unjudged.empty())
    parts << "not judged: " + text(namesOf(numbers.unjudged));
  return parts.join(" · ");
}

QString partsOf(const NeedleEvaluation& numbers, const std::vector<Finding>& findings) {
  QStringList parts;
  for (const std::string& part : review::verdictOf(numbers, findings).parts)
    parts << text(part);
  return parts.join(" · ");
}

QString structureName(const Case& patient, const std::string& id) {
  return text(facts::structureWords(&patient, id));
}

}  // namespace trocar::gui
