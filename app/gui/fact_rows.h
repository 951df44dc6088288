#pragma once

#include "app/gui/card.h"
#include "planning/facts/fact.h"

#include <vector>

namespace trocar {

/// A fact as a line of a table: its name, its value, and what it means as the tooltip.
NumberRow rowOfFact(const Fact& fact);
/// Those that every list tells.
std::vector<NumberRow> rowsOfFacts(const Facts& facts, const std::vector<FactTopic>& topics = {});
/// "good", "caution", "danger" or nothing.
QString classOfTone(FactTone tone);
/// The numbers among them that are known: "12.0 ml · 38.2 mm".
QString numbersLine(const Facts& facts);
/// The same with their names, a line each: for a tooltip.
QString numbersTip(const Facts& facts);

}  // namespace trocar
