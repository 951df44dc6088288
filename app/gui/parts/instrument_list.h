#pragma once

#include "app/gui/parts/combo.h"
#include "planning/plan/instrument.h"

#include <functional>

namespace trocar::gui {

/// "Cryoprobes", as a heading.
const char* kindName(InstrumentKind kind);
/// Adds those of the catalogue that `offered` takes, under a heading for each kind.
void addInstruments(Combo& list, const std::function<bool(const Instrument&)>& offered);

}  // namespace trocar::gui
