#include "app/actions/arguments.h"
#include "app/actions/groups.h"
#include "app/treatment_edits.h"
#include "core/error.h"
#include "planning/plan/protocol_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace trocar::actions {
namespace {

using nlohmann::json;

Work putThrough(const Needle& cannula, const Instrument& device) {
  app::requireFits(device, findInstrument(cannula.instrument));
  return editing(
      device.name + " through " + app::nameOf(cannula),
      [id = cannula.id, device](const Plan& plan) { return app::withThrough(plan, id, device); });
}

Work takeOut(const Needle& cannula, CannulaStep::Kind kind) {
  return editing(
      "Take the " + std::string(toString(kind)) + " out of " + app::nameOf(cannula),
      [id = cannula.id, kind](const Plan& plan) { return app::withoutThrough(plan, id, kind); });
}

/// A probe or thermocouple through the needle's cannula; {"instrument": ""} takes it away.
Work probe(const app::Document& document, const json& arguments) {
  const Needle& cannula = needleOf(document, arguments);
  const std::string instrument = textOf(arguments, "instrument");
  if (!instrument.empty())
    return putThrough(cannula, findInstrument(instrument));
  const bool senses = !app::runningThrough(document.plan(), cannula.id, CannulaStep::Kind::Probe);
  return takeOut(cannula, senses ? CannulaStep::Kind::Sensor : CannulaStep::Kind::Probe);
}

/// {"needle": "N1", "instrument": "osteotome-cavity"} puts it through the needle's cannula, in
/// place of what does the same; {"needle": "N1", "kind": "drill"} takes such a one out.
Work through(const app::Document& document, const json& arguments) {
  const Needle& cannula = needleOf(document, arguments);
  if (const auto instrument = textIn(arguments, "instrument"))
    return putThrough(cannula, findInstrument(*instrument));
  const std::string word = textOf(arguments, "kind");
  const auto kind = cannulaStepKindFromString(word);
  if (!kind)
    throw Error("Nothing called \"" + word +
                "\" runs through a needle: use biopsy, drill, probe, sensor or device.");
  return takeOut(cannula, *kind);
}

/// {"needle": "N2", "backMm": 29}: how far its cannula is drawn back while N2 works.
Work cannulaBack(const app::Document& document, const json& arguments) {
  Needle inner = needleOf(document, arguments);
  if (!inner.through)
    throw Error(app::nameOf(inner) + " runs through no cannula.");
  inner.cannulaBackMm = numberOf(arguments, "backMm");
  return editing("Draw " + *inner.through + " back for " + app::nameOf(inner),
                 [inner](const Plan& plan) { return withNeedle(plan, inner); });
}

bool whenDrawnBack(const app::Document& document) {
  const std::vector<Needle>& needles = document.plan().needles;
  return document.isOpen() && std::any_of(needles.begin(), needles.end(), [&](const Needle& one) {
           return app::behindWhatRunsThroughMm(document.plan(), one) > 0.0;
         });
}

Work advanceCannula(const app::Document& document, const json& arguments) {
  const Needle& cannula = needleOf(document, arguments);
  if (app::behindWhatRunsThroughMm(document.plan(), cannula) == 0.0)
    throw Error("Nothing that runs through " + app::nameOf(cannula) + " goes farther in than it.");
  return editing("Advance " + app::nameOf(cannula),
                 [id = cannula.id](const Plan& plan) { return app::withAdvanced(plan, id); });
}

Work protocol(const app::Document& document, const json& arguments) {
  Protocol next;
  next.needle = needleOf(document, arguments).id;
  next.steps = protocolFromText(textOf(arguments, "steps"));
  next.startS = numberIn(arguments, "startS").value_or(0.0);
  return editing("Change protocol, " + app::nameOf(needleOf(document, arguments)),
                 [next](const Plan& plan) { return withProtocol(plan, next); });
}

Protection::Medium mediumOf(const json& arguments) {
  const std::string word = textOf(arguments, "medium");
  const std::optional<Protection::Medium> medium = mediumFromString(word);
  if (!medium)
    throw Error("There is no protection \"" + word +
                "\": use d5w, co2, warm-saline, cold-pack or saline.");
  return *medium;
}

double brushRadiusMm(const json& arguments) {
  const double radiusMm = numberOf(arguments, "radiusMm");
  if (!(radiusMm >= app::kLeastBrushMm && radiusMm <= app::kMostBrushMm))
    throw Error("A brush has a radius of 1 to 40 mm.");
  return radiusMm;
}

/// A name that is no structure's, so that the region is painted and not a layer around one.
std::string regionOf(const app::Document& document, const json& arguments) {
  const std::string region =
      textIn(arguments, "region").value_or(app::nextFluidName(document.plan()));
  if (region.empty() || document.patient().find(region))
    throw Error("A painted region needs a name of its own, such as fluid_1.");
  return region;
}

/// {"medium": "d5w", "radiusMm": 6} takes a brush into the hand, {} puts it away.
Work brush(const app::Document& document, const json& arguments) {
  if (!arguments.contains("medium"))
    return showing([](app::ViewState& view) { view.brush.reset(); });
  const app::Brush brush{
      regionOf(document, arguments), mediumOf(arguments), brushRadiusMm(arguments), std::nullopt};
  return showing([brush](app::ViewState& view) {
    view.place = app::Place::Planner;
    view.step = app::Step::Treatment;
    view.brush = brush;
  });
}

/// Adds a ball; {"erase": true} takes those away whose centres lie in it.
Work paint(const app::Document& document, const json& arguments) {
  const std::string region = regionOf(document, arguments);
  const PaintedBall ball{pointOf(arguments, "atMm"), brushRadiusMm(arguments)};
  if (truthIn(arguments, "erase").value_or(false))
    return editing(app::kEraseLabel,
                   [=](const Plan& plan) { return app::withErased(plan, region, ball); });
  const Protection::Medium medium = mediumOf(arguments);
  return editing(app::paintLabel(medium),
                 [=](const Plan& plan) { return app::withPainted(plan, region, medium, ball); });
}

Work protect(const app::Document& document, const json& arguments) {
  Protection protection;
  protection.structure = textOf(arguments, "structure");
  if (!document.patient().find(protection.structure))
    throw Error("The case has no structure " + protection.structure + ".");
  protection.medium = mediumOf(arguments);
  protection.thicknessMm = numberOf(arguments, "thicknessMm");
  if (protection.thicknessMm <= 0.0 || protection.thicknessMm > 50.0)
    throw Error("A protecting layer must be above 0 and at most 50 mm thick.");
  return editing("Protect " + document.patient().find(protection.structure)->name,
                 [protection](const Plan& plan) { return withProtection(plan, protection); });
}

/// {"timeS": 300} shows that moment of the simulated treatment; without it all of it at once.
Work moment(const app::Document&, const json& arguments) {
  const std::optional<double> timeS = numberIn(arguments, "timeS");
  if (timeS && *timeS < 0.0)
    throw Error("A moment of the treatment is given in seconds from its start, 0 or more.");
  return showing([timeS](app::ViewState& view) { view.timeS = timeS; });
}

Work unprotect(const app::Document&, const json& arguments) {
  return editing("Remove protection", [structure = textOf(arguments, "structure")](Plan plan) {
    std::erase_if(plan.protections,
                  [&](const Protection& other) { return other.structure == structure; });
    return plan;
  });
}

}  // namespace

std::vector<Action> treatmentActions() {
  return {
      {.id = "probe",
       .text = "Choose the probe in a cannula",
       .arguments = {"needle", "instrument"},
       .enabled = whenOpen,
       .prepare = probe},
      {.id = "through",
       .text = "Put an instrument through a needle",
       .arguments = {"needle", "instrument", "kind"},
       .enabled = whenOpen,
       .prepare = through},
      {.id = "cannula-back",
       .text = "Draw a cannula back for what runs through it",
       .arguments = {"needle", "backMm"},
       .enabled = whenOpen,
       .prepare = cannulaBack},
      {.id = "advance-cannula",
       .text = "Advance a cannula to the tip of what runs through it",
       .arguments = {"needle"},
       .enabled = whenDrawnBack,
       .prepare = advanceCannula},
      {.id = "protocol",
       .text = "Choose a probe's protocol",
       .arguments = {"needle", "steps", "startS"},
       .enabled = whenOpen,
       .prepare = protocol},
      {.id = "moment",
       .text = "Show a moment of the treatment",
       .arguments = {"timeS"},
       .enabled = whenOpen,
       .prepare = moment},
      {.id = "protect",
       .text = "Protect a structure",
       .arguments = {"structure", "medium", "thicknessMm"},
       .enabled = whenOpen,
       .prepare = protect},
      {.id = "brush",
       .text = "Paint a fluid into the slices",
       .arguments = {"medium", "radiusMm", "region"},
       .enabled = whenOpen,
       .prepare = brush},
      {.id = "paint",
       .text = "Put fluid at a place",
       .arguments = {"medium", "radiusMm", "atMm", "region", "erase"},
       .enabled = whenOpen,
       .prepare = paint},
      {.id = "unprotect",
       .text = "Remove a protection",
       .arguments = {"structure"},
       .enabled = whenOpen,
       .prepare = unprotect},
  };
}

}  // namespace trocar::actions
