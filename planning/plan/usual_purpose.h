#pragma once

#include "planning/plan/instrument.h"
#include "planning/plan/needle.h"

namespace trocar {

/// What a needle with this instrument is there for, unless a person says otherwise: a probe to
/// treat, a thermocouple to feel, a screw to hold, anything else to give access.
Purpose usualPurpose(InstrumentKind kind);

}  // namespace trocar
