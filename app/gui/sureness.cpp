#include "app/gui/sureness.h"

#include "app/gui/fact_rows.h"
#include "planning/facts/ablation_facts.h"

namespace trocar {

std::vector<NumberRow> surenessOf(const TargetCoverage& target,
                                  const AblationResult& ablation,
                                  const Case& patient) {
  std::vector<NumberRow> rows;
  if (ablation.band) {
    const Facts band = bandFacts(*ablation.band, &patient);
    if (const Fact* margin = factAt(band, "marginMm." + target.structure))
      rows.push_back(rowOfFact(*margin));
  }
  for (const CoverageChance& chance : ablation.chances) {
    if (chance.structure != target.structure)
      continue;
    for (NumberRow& row : rowsOfFacts(chanceFacts(chance, &patient)))
      rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace trocar
