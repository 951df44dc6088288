#include "app/bookmarks.h"
#include "planning/handover/zone_field.h"
#include "planning/report/html.h"
#include "planning/review/names.h"

#include <algorithm>

namespace trocar {
namespace {

const NeedleEvaluation* evaluationOf(const SceneState& state, const std::string& id) {
  if (!state.evaluation)
    return nullptr;
  const auto& all = state.evaluation->needles;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& n) { return n.id == id; });
  return found == all.end() ? nullptr : &*found;
}

std::string numbersOf(const SceneState& state, const NeedleEvaluation& e) {
  std::string text = "\nSkin to target " + quantity(e.skinToTargetMm, "mm") + ", skin to bone " +
                     quantity(e.skinToBoneMm, "mm") + "\nAxial angle " + number(e.axialAngleDeg) +
                     "°, cranio-caudal " + number(e.craniocaudalAngleDeg) + "°";
  if (e.breach)
    text += std::string("\nBreach grade ") + e.breach->grade;
  if (!e.clearances.empty())
    text += "\nNearest: " + nameInCase(*state.patient, e.clearances[0].structure) + ", " +
            quantity(e.clearances[0].distanceMm, "mm");
  return text;
}

/// Looks at a point from a direction.
void look(Bookmark& bookmark, const Vec3& atMm, const Vec3& from, double distanceMm) {
  bookmark.crosshairMm = atMm;
  bookmark.eye = {atMm + distanceMm * from.normalized(), atMm, Vec3::UnitZ()};
}

void fadeBones(Bookmark& bookmark, const Case& patient, double opacity) {
  for (const Structure& structure : patient.structures) {
    if (isBone(structure.role))
      bookmark.parts[structure.id].opacity = opacity;
  }
}

Bookmark bookmarkOf(const SceneState& state, const Needle& needle) {
  Bookmark bookmark;
  const std::string place = placeOf(needle);
  bookmark.title = needle.id + (place.empty() ? "" : ": " + place);
  bookmark.note = std::string(toString(needle.approach)) + ", " + instrumentName(needle.instrument);
  if (const NeedleEvaluation* e = evaluationOf(state, needle.id))
    bookmark.note += numbersOf(state, *e);
  bookmark.needle = needle.id;
  bookmark.zones = false;
  bookmark.cement = false;
  // Beside the shaft and above it, so that its course is seen and not only its end.
  look(bookmark,
       needle.trajectory.target,
       -needle.trajectory.direction() + Vec3(0.0, 0.0, 0.6),
       320.0);
  fadeBones(bookmark, *state.patient, 0.35);
  return bookmark;
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
    text += "\nSmallest margin at " + nameInCase(patient, target.structure) + ": " +
            quantity(target.minimumMarginMm, "mm");
  return text;
}

std::string cementLines(const CementResult& cement) {
  std::string text = "Delivered " + quantity(cement.deliveredMl, "ml") + ", in the bone " +
                     quantity(cement.inBodyMl, "ml");
  for (const CementLeak& leak : cement.leaks)
    text +=
        "\nLeak: " + leak.route + " into " + leak.into + ", " + quantity(leak.volumeMl, "ml", 2);
  return text;
}

void addTreatment(const SceneState& state, std::vector<Bookmark>& bookmarks) {
  Bookmark bookmark = bookmarks.back();
  fadeBones(bookmark, *state.patient, 0.2);
  bookmark.zones = true;
  if (state.evaluation->ablation) {
    bookmark.title = "Ablation";
    bookmark.note = zoneLines(*state.evaluation->ablation) +
                    coverageLines(*state.patient, *state.evaluation->ablation);
    bookmarks.push_back(bookmark);
  }
  if (state.evaluation->cement) {
    bookmark.cement = true;
    bookmark.title = "Cement";
    bookmark.note = cementLines(*state.evaluation->cement);
    bookmarks.push_back(bookmark);
  }
}

}  // namespace

std::vector<Bookmark> derivedBookmarks(const SceneState& state) {
  Bookmark whole;
  whole.title = "The plan";
  whole.note = state.patient->history;
  if (!state.plan.note.empty())
    whole.note += (whole.note.empty() ? "" : "\n") + state.plan.note;
  Vec3 atMm = state.crosshairMm;
  if (!state.plan.needles.empty())
    atMm = state.plan.needles.front().trajectory.target;
  look(whole, atMm, Vec3(0.75, 0.6, 0.25), 450.0);
  std::vector<Bookmark> bookmarks = {whole};
  for (const Needle& needle : state.plan.needles)
    bookmarks.push_back(bookmarkOf(state, needle));
  if (state.evaluation)
    addTreatment(state, bookmarks);
  return bookmarks;
}

}  // namespace trocar
