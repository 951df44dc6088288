#include "render/body/needle_shape.h"

#include "core/error.h"
#include "planning/model/needle_body.h"
#include "planning/plan/cannula_course.h"
#include "planning/plan/instrument.h"
#include "planning/plan/usual_purpose.h"

#include <algorithm>

namespace trocar::render {
namespace {

std::optional<Instrument> instrumentOf(const Needle& needle) {
  try {
    return findInstrument(needle.instrument);
  } catch (const Error&) {
    return {};
  }
}

}  // namespace

NeedleShape shapeOf(const Needle& needle, const Evaluation* evaluation) {
  return shapeOf(needle, evaluation ? evaluation->needles : std::vector<NeedleEvaluation>());
}

NeedleShape shapeOf(const Needle& needle, const std::vector<NeedleEvaluation>& evaluated) {
  constexpr double kHubBehindEntryMm = 25.0;
  NeedleShape shape;
  shape.id = needle.id;
  shape.within = needle.through.has_value();
  shape.entryMm = needle.trajectory.entry;
  double lengthMm = NeedlePath(needle).lengthMm() + kHubBehindEntryMm;
  if (const auto instrument = instrumentOf(needle)) {
    shape.radiusMm = std::max(0.25, 0.5 * instrument->outerDiameterMm);
    const bool implanted =
        instrument->kind == InstrumentKind::Screw || instrument->kind == InstrumentKind::Implant;
    shape.hasHub = !implanted;
    lengthMm =
        screwLengthMm(needle, evaluated)
            .value_or(implanted ? instrument->lengthMm : std::max(instrument->lengthMm, lengthMm));
    if (usualPurpose(instrument->kind) == Purpose::Probe && instrument->activeLengthMm) {
      const double distalMm = lengthMm - instrument->activeOffsetMm.value_or(0.0);
      shape.active = {distalMm - *instrument->activeLengthMm, distalMm};
    }
  }
  shape.axis = axisOfLength(needle, lengthMm);
  return shape;
}

NeedleShape shapeOf(const Needle& needle, const SceneState& state) {
  const Injection* injection = state.cementMl ? injectionThrough(state.plan, needle.id) : nullptr;
  return shapeOf(
      injection ? whileInjecting(needle, *injection, 0.0) : asItStands(state.plan, needle),
      state.evaluation.get());
}

}  // namespace trocar::render
