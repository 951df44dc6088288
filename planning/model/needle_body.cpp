#include "planning/model/needle_body.h"

#include "planning/plan/instrument.h"

#include <algorithm>

namespace trocar {

std::optional<double> screwLengthMm(const Needle& needle,
                                    const std::vector<NeedleEvaluation>& evaluated) {
  const std::vector<Instrument>& catalogue = instrumentCatalogue();
  const auto instrument = std::find_if(catalogue.begin(), catalogue.end(), [&](const auto& one) {
    return one.id == needle.instrument;
  });
  if (instrument == catalogue.end() || instrument->kind != InstrumentKind::Screw)
    return std::nullopt;
  const auto numbers = std::find_if(evaluated.begin(), evaluated.end(), [&](const auto& one) {
    return one.id == needle.id && one.screw;
  });
  if (numbers != evaluated.end())
    return numbers->screw->lengthMm;
  return needle.device.screwLengthMm.value_or(instrument->lengthMm);
}

std::vector<Needle> withScrewLengths(std::vector<Needle> needles,
                                     const std::vector<NeedleEvaluation>& evaluated) {
  for (Needle& needle : needles) {
    if (const std::optional<double> lengthMm = screwLengthMm(needle, evaluated))
      needle.device.screwLengthMm = lengthMm;
  }
  return needles;
}

NeedlePath axisOfLength(const Needle& needle, double lengthMm) {
  const NeedlePath path(needle);
  Needle whole = needle;
  whole.trajectory.entry = path.pointAtDepth(path.lengthMm() - lengthMm);
  return NeedlePath(whole);
}

NeedlePath bodyAxis(const Needle& needle, const std::vector<NeedleEvaluation>& evaluated) {
  const std::optional<double> lengthMm = screwLengthMm(needle, evaluated);
  return lengthMm ? axisOfLength(needle, *lengthMm) : NeedlePath(needle);
}

}  // namespace trocar
