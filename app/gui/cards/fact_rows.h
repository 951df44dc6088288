#pragma once

#include "app/gui/cards/card.h"
#include "planning/facts/fact.h"

#include <vector>

namespace trocar::gui {

/// A fact as a line of a table: its name, its value, and what it means as the tooltip.
NumberRow rowOfFact(const facts::Fact& fact);
/// Those that every list tells, as far as they are known.
std::vector<NumberRow> rowsOfFacts(const facts::Facts& facts,
                                   const std::vector<facts::FactTopic>& topics = {});
/// "good", "caution", "danger" or nothing.
QString classOfTone(facts::FactTone tone);
/// The numbers among them that are known: "12.0 ml · 38.2 mm".
QString numbersLine(const facts::Facts& facts);
/// The same with their names, a line each: for a tooltip.
QString numbersTip(const facts::Facts& facts);

}  // namespace trocar::gui
