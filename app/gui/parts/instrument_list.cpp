#include "app/gui/parts/instrument_list.h"

#include "app/gui/parts/numbers.h"

namespace trocar::gui {

const char* kindName(InstrumentKind kind) {
  switch (kind) {
    case InstrumentKind::BoneNeedle:
      return "Bone needles";
    case InstrumentKind::Cryoprobe:
      return "Cryoprobes";
    case InstrumentKind::RadiofrequencyProbe:
      return "RF probes";
    case InstrumentKind::MicrowaveAntenna:
      return "Microwave antennas";
    case InstrumentKind::LaserFibre:
      return "Laser fibres";
    case InstrumentKind::Thermocouple:
      return "Thermocouples";
    case InstrumentKind::Drill:
      return "Drills";
    case InstrumentKind::Balloon:
      return "Balloons";
    case InstrumentKind::Implant:
      return "Implants";
    case InstrumentKind::Screw:
      return "Screws";
  }
  return "";
}

void addInstruments(Combo& list, const std::function<bool(const Instrument&)>& offered) {
  for (int n = 0; n <= static_cast<int>(InstrumentKind::Screw); ++n) {
    const auto kind = static_cast<InstrumentKind>(n);
    bool headed = false;
    for (const Instrument& instrument : instrumentCatalogue()) {
      if (instrument.kind != kind || !offered(instrument))
        continue;
      if (!headed)
        list.addHeading(kindName(kind));
      headed = true;
      list.add(text(instrument.name), text(instrument.id));
    }
  }
}

}  // namespace trocar::gui
