#pragma once

#include "core/side.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace trocar {

/// What an ablation is for. A cure asks for colder ice around the lesion.
enum class Intent { Curative, Cytoreduction, PainRelief };
/// "curative", "cytoreduction" or "pain".
std::string_view toString(Intent intent);
std::optional<Intent> intentFromString(std::string_view word);

/// What counts as killed by heat: 60 °C reached once, 240 equivalent minutes at 43 °C, an Arrhenius
/// integral of 1 (muscle), or less than 80 % of the cells left in the three-state model. Ice kills
/// by its isotherm whatever is chosen.
enum class LethalCriterion { Isotherm, EquivalentMinutes, Arrhenius, CellState };
/// "isotherm", "cem43", "arrhenius" or "cell-state".
std::string_view toString(LethalCriterion criterion);
std::optional<LethalCriterion> lethalCriterionFromString(std::string_view word);
/// Throws Error, naming the criteria there are, for a word that is none.
LethalCriterion requireLethalCriterion(const std::string& word);

/// Blood supply of a lesion, as judged on contrast-enhanced images.
enum class Vascularity { Low, Moderate, High };
/// "low", "moderate" or "high".
std::string_view toString(Vascularity vascularity);
std::optional<Vascularity> vascularityFromString(std::string_view word);

/// How the cement is mixed. What is not entered is the product's own.
struct CementMix {
  std::optional<std::string> product;  ///< Id in assets/cements; without one the customary one.
  std::optional<double> startS;        ///< From the start of mixing to the first injection.
  std::optional<double> roomC;

  bool operator==(const CementMix&) const = default;
};
/// Throws Error for a start before the mixing and a room outside 0 to 50 °C.
void requirePossible(const CementMix& mix);

/// How far needles end up from where they were meant to be: mean and spread of the tip's distance
/// and of the turn of the shaft.
struct PlacementError {
  double targetErrorMeanMm = 0.0;
  double targetErrorSdMm = 0.0;
  double angleErrorMeanDeg = 0.0;
  double angleErrorSdDeg = 0.0;

  bool operator==(const PlacementError&) const = default;
};
/// Nothing below 0, means and spreads of at most 50 mm and 45 degrees.
bool isPossible(const PlacementError& error);
/// "5.5,2.5,4,2", in the order of the members. Throws Error for what is not possible, too.
PlacementError placementErrorFromText(const std::string& text);
std::string toText(const PlacementError& error);

/// A technique of assets/access/placement.json by its id, or errors that a person entered.
using PlacementChoice = std::variant<std::string, PlacementError>;

/// A fractured pedicle, as a person marked it.
struct PedicleFracture {
  std::string level;  ///< "L3".
  Side side = Side::Left;

  bool operator==(const PedicleFracture&) const = default;
};

}  // namespace trocar
