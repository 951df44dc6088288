#include "planning/words/names.h"

#include "core/number_text.h"
#include "planning/anatomy/route_scatter.h"
#include "planning/plan/instrument.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numbers>

namespace trocar::words {
namespace {

/// "T10", which takes no article.
bool isLevelName(const std::string& name) {
  return name.size() > 1 && std::string("CTLS").find(name[0]) != std::string::npos &&
         std::all_of(name.begin() + 1, name.end(), [](unsigned char c) { return std::isdigit(c); });
}

}  // namespace

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

std::string boneKind(Role role) {
  switch (role) {
    case Role::Vertebra:
      return "a vertebra";
    case Role::Sacrum:
      return "the sacrum";
    case Role::Hip:
      return "a hip bone";
    case Role::Femur:
      return "a femur";
    default:
      return {};
  }
}

std::string theName(const Case& patient, const std::string& id) {
  std::string name = nameInCase(patient, id);
  std::replace(name.begin(), name.end(), '_', ' ');
  if (isLevelName(name) || name.starts_with("the "))
    return name;
  const auto letter = [&](std::size_t at) { return static_cast<unsigned char>(name[at]); };
  if (name.size() > 1 && std::isupper(letter(0)) != 0 && std::islower(letter(1)) != 0)
    name[0] = static_cast<char>(std::tolower(letter(0)));
  for (const std::string side : {"left", "right"}) {
    if (name.ends_with(", " + side))
      name = side + " " + name.substr(0, name.size() - side.size() - 2);
  }
  const Structure* structure = patient.find(id);
  return "the " + name + (structure && anatomy::scatterOf(*structure) ? " (estimated)" : "");
}

std::string sentence(std::string text) {
  if (!text.empty())
    text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
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
