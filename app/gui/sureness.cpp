#include "app/gui/sureness.h"

#include "app/gui/numbers.h"

#include <algorithm>

namespace trocar {
namespace {

QString rangeText(const UncertainRange& range) {
  return mm(range.low) + " to " + mm(range.high);
}

NumberRow rowOf(const CoverageChance& chance) {
  return {"chance to cover " + percent(chance.goalFraction),
          percent(chance.probability),
          QString("Of %1 placements with the error of %2: half of them cover %3 or more, 19 of 20 "
                  "cover %4 or more. The zone moves with its probes and is not solved anew.")
              .arg(chance.samples)
              .arg(text(chance.technique),
                   percent(chance.medianFraction),
                   percent(chance.fifthPercentile)),
          chance.probability < 0.5   ? "danger"
          : chance.probability < 0.9 ? "caution"
                                     : "good"};
}

}  // namespace

std::vector<NumberRow> surenessOf(const TargetCoverage& target, const AblationResult& ablation) {
  std::vector<NumberRow> rows;
  if (const auto& band = ablation.band) {
    for (const AblationBand::Margin& margin : band->margins) {
      if (margin.structure == target.structure)
        rows.push_back({"margin, all that is uncertain",
                        rangeText(margin.minimumMm),
                        QString("Extremes of %1 simulations: grid, bone conductivity by 30 %, "
                                "cryoprobes by 15 °C, half to twice the blood, placement")
                            .arg(band->members),
                        margin.minimumMm.low < 0.0 ? "caution" : ""});
    }
  }
  for (const CoverageChance& chance : ablation.chances) {
    if (chance.structure == target.structure)
      rows.push_back(rowOf(chance));
  }
  return rows;
}

}  // namespace trocar
