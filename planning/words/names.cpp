#include "planning/words/names.h"

#include "core/number_text.h"
#include "planning/plan/instrument.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace trocar::words {

std::string instrumentName(const std::string& id) {
  const auto& all = instrumentCatalogue();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Instrument& one) { return one.id == id; });
  return found == all.end() ? id : found->name;
}

std::string nameInCase(const Case& patient, const std::string& id) {
  const Structure* structure = patient.find(id);
  return structure == nullptr || structure->name.empty() ? id : structure->name;
}

std::string placeOf(const Needle& needle) {
  std::string place = needle.level;
  if (needle.side)
    place += (place.empty() ? "" : " ") + std::string(toString(*needle.side));
  return place;
}

std::string mediumName(Protection::Medium medium) {
  switch (medium) {
    case Protection::Medium::Dextrose:
      return "dextrose 5 %";
    case Protection::Medium::CarbonDioxide:
      return "carbon dioxide";
    case Protection::Medium::WarmSaline:
      return "warm saline";
    case Protection::Medium::ColdPack:
      return "cold pack";
    default:
      return "saline";
  }
}

std::string extentText(const Protection& protection) {
  if (protection.painted.empty())
    return protection.thicknessMm > 0.0 ? shownQuantity(protection.thicknessMm, "mm") : "filled";
  double ml = 0.0;
  for (const PaintedBall& ball : protection.painted)
    ml += 4.0e-3 / 3.0 * std::numbers::pi * std::pow(ball.radiusMm, 3);
  return "painted, " + shownQuantity(ml, "ml");
}

}  // namespace trocar::words
