#include "app/walkthrough_stops.h"

#include "planning/handover/zone_field.h"
#include "planning/instrument.h"
#include "planning/report/html.h"

#include <algorithm>

namespace trocar {
namespace {

const NeedleEvaluation* evaluationOf(const SceneState& state, const std::string& id) {
  const auto& all = state.evaluation->needles;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& n) { return n.id == id; });
  return found == all.end() ? nullptr : &*found;
}

std::string nameOf(const Case& patient, const std::string& id) {
  const Structure* structure = patient.find(id);
  return structure == nullptr || structure->name.empty() ? id : structure->name;
}

std::string instrumentName(const std::string& id) {
  const auto& all = instrumentCatalogue();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& i) { return i.id == id; });
  return found == all.end() ? id : found->name;
}

std::string placeOf(const Needle& needle) {
  std::string place = needle.level;
  if (needle.side)
    place += (place.empty() ? "" : " ") + std::string(toString(*needle.side));
  return place;
}

std::string numbersOf(const SceneState& state, const NeedleEvaluation& e) {
  std::string text = "\nSkin to target " + quantity(e.skinToTargetMm, "mm") + ", skin to bone " +
                     quantity(e.skinToBoneMm, "mm") + "\nAxial angle " + number(e.axialAngleDeg) +
                     "°, cranio-caudal " + number(e.craniocaudalAngleDeg) + "°";
  if (e.breach)
    text += std::string("\nBreach grade ") + e.breach->grade;
  if (!e.clearances.empty())
    text += "\nNearest: " + nameOf(*state.patient, e.clearances[0].structure) + ", " +
            quantity(e.clearances[0].distanceMm, "mm");
  return text;
}

WalkthroughStop stopOf(const SceneState& state, const Needle& needle) {
  WalkthroughStop stop;
  const std::string place = placeOf(needle);
  stop.title = needle.id + (place.empty() ? "" : ": " + place);
  stop.note = std::string(toString(needle.approach)) + ", " + instrumentName(needle.instrument);
  if (const NeedleEvaluation* e = evaluationOf(state, needle.id))
    stop.note += numbersOf(state, *e);
  stop.atMm = needle.trajectory.target;
  // Beside the shaft and above it, so that its course is seen and not only its end.
  stop.from = -needle.trajectory.direction() + Vec3(0.0, 0.0, 0.6);
  stop.distanceMm = 320.0;
  stop.bone = 0.35;
  return stop;
}

std::string zoneLines(const AblationResult& ablation) {
  std::string text;
  for (const AblationZone& zone : ablation.zones)
    text += (text.empty() ? "" : "\n") + zoneName(zone) + ": " + quantity(zone.lengthMm, "mm") +
            " × " + quantity(zone.widthMm, "mm") + ", " + quantity(zone.volumeMl, "ml");
  return text;
}

std::string coverageLines(const Case& patient, const AblationResult& ablation) {
  std::string text;
  for (const TargetCoverage& target : ablation.targets)
    text += "\nSmallest margin at " + nameOf(patient, target.structure) + ": " +
            quantity(target.minimumMarginMm, "mm");
  return text;
}

void addTreatment(const SceneState& state, std::vector<WalkthroughStop>& stops) {
  WalkthroughStop stop = stops.back();
  stop.bone = 0.2;
  if (state.evaluation->ablation) {
    stop.title = "Ablation";
    stop.note = zoneLines(*state.evaluation->ablation) +
                coverageLines(*state.patient, *state.evaluation->ablation);
    stops.push_back(stop);
  }
  if (state.evaluation->cement) {
    stop.title = "Cement";
    stop.note = "Delivered " + quantity(state.evaluation->cement->deliveredMl, "ml") +
                ", in the bone " + quantity(state.evaluation->cement->inBodyMl, "ml");
    for (const CementLeak& leak : state.evaluation->cement->leaks)
      stop.note +=
          "\nLeak: " + leak.route + " into " + leak.into + ", " + quantity(leak.volumeMl, "ml", 2);
    stops.push_back(stop);
  }
}

}  // namespace

std::vector<WalkthroughStop> walkthroughStops(const SceneState& state) {
  WalkthroughStop whole;
  whole.title = "The plan";
  whole.note = state.patient->history;
  if (!state.plan.note.empty())
    whole.note += (whole.note.empty() ? "" : "\n") + state.plan.note;
  whole.atMm = state.crosshairMm;
  whole.from = Vec3(0.75, 0.6, 0.25);
  std::vector<WalkthroughStop> stops = {whole};
  for (const Needle& needle : state.plan.needles)
    stops.push_back(stopOf(state, needle));
  addTreatment(state, stops);
  return stops;
}

}  // namespace trocar
