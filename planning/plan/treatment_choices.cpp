#include "planning/plan/treatment_choices.h"

#include "core/error.h"
#include "core/number_text.h"
#include "core/word_table.h"

#include <cmath>

namespace trocar {
namespace {

constexpr WordTable<Intent, 3> kIntents = {{
    {Intent::Curative, "curative"},
    {Intent::Cytoreduction, "cytoreduction"},
    {Intent::PainRelief, "pain"},
}};

constexpr WordTable<LethalCriterion, 4> kCriteria = {{
    {LethalCriterion::Isotherm, "isotherm"},
    {LethalCriterion::EquivalentMinutes, "cem43"},
    {LethalCriterion::Arrhenius, "arrhenius"},
    {LethalCriterion::CellState, "cell-state"},
}};

constexpr WordTable<Vascularity, 3> kVascularities = {{
    {Vascularity::Low, "low"},
    {Vascularity::Moderate, "moderate"},
    {Vascularity::High, "high"},
}};

constexpr double kMostRoomC = 50.0;

bool isWithin(double value, double most) {
  return value >= 0.0 && value <= most;
}

}  // namespace

std::string_view toString(Intent intent) {
  return wordOf(kIntents, intent);
}
std::optional<Intent> intentFromString(std::string_view word) {
  return valueOf(kIntents, word);
}
std::string_view toString(LethalCriterion criterion) {
  return wordOf(kCriteria, criterion);
}
std::optional<LethalCriterion> lethalCriterionFromString(std::string_view word) {
  return valueOf(kCriteria, word);
}
std::string_view toString(Vascularity vascularity) {
  return wordOf(kVascularities, vascularity);
}
std::optional<Vascularity> vascularityFromString(std::string_view word) {
  return valueOf(kVascularities, word);
}

LethalCriterion requireLethalCriterion(const std::string& word) {
  const auto criterion = lethalCriterionFromString(word);
  if (!criterion)
    throw Error("'" + word +
                "' is no lethal criterion; choose isotherm, cem43, arrhenius or cell-state");
  return *criterion;
}

void requirePossible(const CementMix& mix) {
  if (mix.startS && !(*mix.startS >= 0.0 && std::isfinite(*mix.startS)))
    throw Error("cement cannot be injected " + std::to_string(*mix.startS) +
                " s after mixing (startS); give 0 or more");
  if (mix.roomC && !isWithin(*mix.roomC, kMostRoomC))
    throw Error("cement is not mixed at " + std::to_string(*mix.roomC) +
                " °C (roomC); give a room of 0 to 50 °C");
}

bool isPossible(const PlacementError& error) {
  constexpr double kMostMm = 50.0;
  constexpr double kMostDeg = 45.0;
  return isWithin(error.targetErrorMeanMm, kMostMm) && isWithin(error.targetErrorSdMm, kMostMm) &&
         isWithin(error.angleErrorMeanDeg, kMostDeg) && isWithin(error.angleErrorSdDeg, kMostDeg);
}

PlacementError placementErrorFromText(const std::string& text) {
  const std::vector<double> four = numbersFrom(text, ',', 4);
  PlacementError error;
  if (!four.empty())
    error = {four[0], four[1], four[2], four[3]};
  if (four.empty() || !isPossible(error))
    throw Error(
        "'" + text +
        "' is no placement error: give mean and spread of the tip's error in mm, and of the "
        "angle's in degrees, such as 5.5,2.5,4.0,2.0");
  return error;
}

std::string toText(const PlacementError& error) {
  return plainNumber(error.targetErrorMeanMm) + "," + plainNumber(error.targetErrorSdMm) + "," +
         plainNumber(error.angleErrorMeanDeg) + "," + plainNumber(error.angleErrorSdDeg);
}

}  // namespace trocar
