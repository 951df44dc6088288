#include "planning/plan/usual_purpose.h"

namespace trocar {

Purpose usualPurpose(InstrumentKind kind) {
  switch (kind) {
    case InstrumentKind::Cryoprobe:
    case InstrumentKind::RadiofrequencyProbe:
    case InstrumentKind::MicrowaveAntenna:
    case InstrumentKind::LaserFibre:
      return Purpose::Probe;
    case InstrumentKind::Thermocouple:
      return Purpose::Sensor;
    case InstrumentKind::Screw:
      return Purpose::Screw;
    default:
      return Purpose::Access;
  }
}

}  // namespace trocar
