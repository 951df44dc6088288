#include "app/bookmarks.h"
#include "planning/access/approach_record.h"
#include "planning/facts/ablation_facts.h"
#include "planning/facts/cement_facts.h"
#include "planning/facts/needle_facts.h"
#include "planning/handover/zone_field.h"
#include "planning/words/names.h"

#include <variant>

namespace trocar::app {
namespace {

/// "\nSkin to target 87.6 mm", a line for each that summaries tell.
std::string headlinesOf(const facts::Facts& facts) {
  std::string text;
  for (const facts::Fact* fact : facts::listed(facts, facts::FactRank::Headline))
    text += "\n" + facts::headingOf(*fact) + ": " + facts::shown(*fact);
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

Bookmark bookmarkOf(const render::SceneState& state, const Needle& needle) {
  Bookmark bookmark;
  const std::string place = words::placeOf(needle);
  bookmark.title = needle.id + (place.empty() ? "" : ": " + place);
  bookmark.note =
      access::recordOf(needle.approach).name + ", " + words::instrumentName(needle.instrument);
  if (const NeedleEvaluation* numbers = facts::findNumbers(state.evaluation.get(), needle.id))
    bookmark.note += headlinesOf(facts::measuredFacts(*numbers, state.patient.get()));
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

std::string zoneLines(const ablation::AblationResult& ablation) {
  std::string text;
  for (const ablation::AblationZone& zone : ablation.zones) {
    text += (text.empty() ? "" : "\n") + handover::zoneName(zone);
    for (const facts::Fact& fact : facts::zoneFacts(zone)) {
      if (std::holds_alternative<double>(fact.value) && fact.words.empty())
        text += ", " + fact.name + " " + facts::shown(fact);
    }
  }
  return text;
}

std::string coverageLines(const Case& patient, const ablation::AblationResult& ablation) {
  std::string text;
  for (const ablation::TargetCoverage& target : ablation.targets)
    text += "\n" + words::nameInCase(patient, target.structure) +
            headlinesOf(facts::coverageFacts(target, ablation.basis, &patient));
  return text;
}

std::string leakLine(const cement::CementLeak& leak) {
  const facts::Facts facts = facts::leakFacts(leak);
  std::string text;
  for (const facts::Fact* fact : facts::listed(facts)) {
    if (fact->isKnown())
      text += (text.empty() ? "" : ", ") + fact->name + " " + facts::shown(*fact);
  }
  return "\nLeak: " + text;
}

std::string cementLines(const cement::CementResult& cement, const Plan& plan) {
  std::string text = headlinesOf(facts::cementFacts(cement, &plan));
  for (const cement::CementLeak& leak : cement.leaks)
    text += leakLine(leak);
  return text.substr(1);
}

void addTreatment(const render::SceneState& state, std::vector<Bookmark>& bookmarks) {
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
    bookmark.note = cementLines(*state.evaluation->cement, state.plan);
    bookmarks.push_back(bookmark);
  }
}

}  // namespace

std::vector<Bookmark> derivedBookmarks(const render::SceneState& state) {
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

}  // namespace trocar::app
