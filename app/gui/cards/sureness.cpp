#include "app/gui/cards/sureness.h"

#include "app/gui/cards/fact_rows.h"
#include "planning/facts/ablation_facts.h"

namespace trocar::gui {

std::vector<NumberRow> surenessOf(const ablation::TargetCoverage& target,
                                  const ablation::AblationResult& ablation,
                                  const Case& patient) {
  std::vector<NumberRow> rows;
  if (ablation.band) {
    const facts::Facts band = facts::bandFacts(*ablation.band, &patient);
    if (const facts::Fact* margin = facts::factAt(band, "marginMm." + target.structure))
      rows.push_back(rowOfFact(*margin));
  }
  for (const ablation::CoverageChance& chance : ablation.chances) {
    if (chance.structure != target.structure)
      continue;
    for (NumberRow& row : rowsOfFacts(facts::chanceFacts(chance, &patient)))
      rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace trocar::gui
