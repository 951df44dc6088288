#pragma once

#include "planning/plan/instrument.h"
#include "planning/plan/needle.h"

namespace trocar {

/// What a needle with this instrument is there for, unless a person says otherwise: a probe to
/// treat, a thermocouple to feel, a screw to hold, anything else to give access.
Purpose usualPurpose(InstrumentKind kind);
/// What it is for once it holds another instrument: as before, or the usual of the new one where
/// that of the old one was another. An unknown instrument is an assertion.
Purpose purposeWith(const Needle& needle, const Instrument& instrument);

}  // namespace trocar
