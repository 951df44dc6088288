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

Purpose purposeWith(const Needle& needle, const Instrument& instrument) {
  const Purpose usual = usualPurpose(instrument.kind);
  const bool same = usualPurpose(findInstrument(needle.instrument).kind) == usual;
  return same ? needle.purpose : usual;
}

}  // namespace trocar
