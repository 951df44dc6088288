#include "app/actions/arguments.h"
#include "app/actions/groups.h"
#include "app/needle_edits.h"
#include "app/treatment_edits.h"
#include "app/words.h"
#include "core/error.h"
#include "planning/access/placement.h"
#include "planning/plan/bend_text.h"
#include "planning/plan/instrument.h"
#include "planning/plan/usual_purpose.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace trocar::actions {
namespace {

using nlohmann::json;

const Needle& movableNeedleOf(const app::Document& document, const json& arguments) {
  const Needle& needle = needleOf(document, arguments);
  if (needle.locked)
    throw Error(app::nameOf(needle) + " is locked: unlock it first.");
  return needle;
}

Work moveTip(const app::Document& document, const json& arguments) {
  const Needle& needle = movableNeedleOf(document, arguments);
  const Vec3 to = pointIn(arguments, "atMm").value_or(document.view().crosshairMm);
  app::requireApart(needle.trajectory.entry, to);
  return editing(
      "Move tip, " + app::nameOf(needle),
      app::movingBy(document, needle.id, render::NeedlePart::Tip, to - needle.trajectory.target));
}

Work moveEntry(const app::Document& document, const json& arguments) {
  const Needle& needle = movableNeedleOf(document, arguments);
  const Vec3 to = pointIn(arguments, "atMm").value_or(document.view().crosshairMm);
  app::requireApart(to, needle.trajectory.target);
  return editing(
      "Move entry, " + app::nameOf(needle),
      app::movingBy(document, needle.id, render::NeedlePart::Entry, to - needle.trajectory.entry));
}

Work moveNeedle(const app::Document& document, const json& arguments) {
  const Needle& needle = movableNeedleOf(document, arguments);
  return editing(
      "Move " + app::nameOf(needle),
      app::movingBy(document, needle.id, render::NeedlePart::Shaft, pointOf(arguments, "byMm")));
}

/// A free needle that ends at the crosshair, or the tip of the selected one moved there.
Work targetHere(const app::Document& document, const json& arguments) {
  if (whenNeedleSelected(document))
    return moveTip(document, arguments);
  const Vec3 to = pointIn(arguments, "atMm").value_or(document.view().crosshairMm);
  const Needle needle = app::freeNeedle(document.plan(), document.view(), document.patient(), to);
  return atOnce([needle](app::Document& changed) {
    changed.commit("Add " + app::nameOf(needle), withNeedle(changed.history().current(), needle));
    app::select(changed, needle.id);
  });
}

Work addNeedle(const app::Document& document, const json& arguments) {
  const Vec3 to = pointIn(arguments, "targetMm").value_or(document.view().crosshairMm);
  Needle needle = app::freeNeedle(document.plan(), document.view(), document.patient(), to);
  needle.trajectory.entry = pointIn(arguments, "entryMm").value_or(needle.trajectory.entry);
  needle.instrument = textIn(arguments, "instrument").value_or(needle.instrument);
  needle.purpose = usualPurpose(findInstrument(needle.instrument).kind);
  app::requireApart(needle.trajectory.entry, needle.trajectory.target);
  return atOnce([needle](app::Document& changed) {
    changed.commit("Add " + app::nameOf(needle), withNeedle(changed.history().current(), needle));
    app::select(changed, needle.id);
  });
}

Work deleteNeedle(const app::Document& document, const json& arguments) {
  const Needle& needle = needleOf(document, arguments);
  return editing("Delete " + app::nameOf(needle),
                 [id = needle.id](const Plan& plan) { return withoutNeedle(plan, id); });
}

Work duplicate(const app::Document& document, const json& arguments) {
  const Needle& needle = needleOf(document, arguments);
  return [model = document.sharedModel(), needle](const Progress&) -> Change {
    const Needle other = app::onOtherSide(*model, needle);
    return [other](app::Document& changed) {
      Needle added = other;
      added.id = nextNeedleId(changed.history().current());
      changed.commit("Mirror to " + app::nameOf(added),
                     withNeedle(changed.history().current(), added));
      app::select(changed, added.id);
    };
  };
}

Work changeNeedle(const app::Document& document,
                  const json& arguments,
                  const std::string& label,
                  const std::function<void(Needle&)>& change) {
  Needle needle = needleOf(document, arguments);
  change(needle);
  return editing(label + app::nameOf(needle),
                 [needle](const Plan& plan) { return withNeedle(plan, needle); });
}

Work chooseInstrument(const app::Document& document, const json& arguments) {
  const Instrument& instrument = findInstrument(textOf(arguments, "instrument"));
  Needle needle = needleOf(document, arguments);
  needle.purpose = purposeWith(needle, instrument);
  needle.instrument = instrument.id;
  if (needle.bend && !instrument.bend)
    needle = app::withBend(needle, std::nullopt);
  return editing("Change instrument, " + app::nameOf(needle), [needle](const Plan& plan) {
    return app::withFollowableProtocol(withNeedle(plan, needle), needle.id);
  });
}

/// Without a direction the needle is straight. Its shaft stays.
Work bend(const app::Document& document, const json& arguments) {
  const Needle& needle = movableNeedleOf(document, arguments);
  std::optional<Bend> wanted;
  if (const std::string towards = textOf(arguments, "towards"); !towards.empty())
    wanted = {numberOf(arguments, "lengthMm"),
              numberOf(arguments, "angleDeg"),
              directionFromWord(towards, needle.side)};
  const Needle bent = app::withBend(needle, wanted);
  return changeNeedle(document, arguments, wanted ? "Curve " : "Straighten ", [&](Needle& changed) {
    changed = bent;
  });
}

Work nextInstrument(const app::Document&, const json& arguments) {
  const Instrument& instrument = findInstrument(textOf(arguments, "instrument"));
  return showing([id = instrument.id](app::ViewState& view) { view.instrument = id; });
}

Work lock(const app::Document& document, const json& arguments) {
  const bool locked = needleOf(document, arguments).locked;
  return changeNeedle(document, arguments, locked ? "Unlock " : "Lock ", [&](Needle& needle) {
    needle.locked = !locked;
  });
}

Work swapEnds(const app::Document& document, const json& arguments) {
  movableNeedleOf(document, arguments);
  return changeNeedle(document, arguments, "Swap entry and tip, ", [](Needle& needle) {
    std::swap(needle.trajectory.entry, needle.trajectory.target);
  });
}

Work choosePlacement(const app::Document&, const json& arguments) {
  const std::string technique = textOf(arguments, "technique");
  PlacementChoice choice = technique;
  if (technique == access::kOwnPlacement)
    choice = placementErrorFromText(textIn(arguments, "own").value_or(""));
  else
    access::findPlacementTechnique(technique);
  return editing("Choose placement error",
                 [choice](Plan plan) { return withPlacement(std::move(plan), choice); });
}

Work moveAsPairs(const app::Document&, const json& arguments) {
  return showing([on = truthIn(arguments, "on")](app::ViewState& view) {
    view.symmetric = on.value_or(!view.symmetric);
  });
}

Work selectNeedle(const app::Document& document, const json& arguments) {
  const std::string id = textOf(arguments, "needle");
  if (!id.empty() && !document.plan().find(id))
    throw Error("The plan has no needle " + id + ".");
  return showing([id](app::ViewState& view) { view.needle = id; });
}

Work nextNeedle(const app::Document& document, const json&) {
  const std::vector<Needle>& needles = document.plan().needles;
  std::size_t next = 0;
  for (std::size_t i = 0; i < needles.size(); ++i) {
    if (needles[i].id == document.view().needle)
      next = (i + 1) % needles.size();
  }
  return showing([id = needles[next].id](app::ViewState& view) { view.needle = id; });
}

/// An arrow key: along the screen of the active pane.
Action nudge(const char* id, const char* text, const char* key, const app::ScreenStep& step) {
  return {.id = id,
          .text = text,
          .menu = "Needle",
          .shortcut = key,
          .enabled = whenNeedleMovable,
          .prepare = [step](const app::Document& document, const json&) {
            const Vec3 by = app::onScreen(step, document);
            return moveNeedle(document, {{"byMm", {by.x(), by.y(), by.z()}}});
          }};
}

std::vector<Action> placeActions() {
  return {
      {.id = "target-here",
       .text = "Tip to the crosshair",
       .menu = "Needle",
       .shortcut = "T",
       .icon = "target",
       .arguments = {"needle", "atMm"},
       .enabled = whenOpen,
       .prepare = targetHere},
      {.id = "entry-here",
       .text = "Entry to the crosshair",
       .menu = "Needle",
       .shortcut = "E",
       .icon = "entry",
       .arguments = {"needle", "atMm"},
       .enabled = whenNeedleMovable,
       .prepare = moveEntry},
      {.id = "add-needle",
       .text = "New free needle at the crosshair",
       .menu = "Needle",
       .shortcut = "A",
       .icon = "add",
       .arguments = {"entryMm", "targetMm", "instrument"},
       .enabled = whenOpen,
       .prepare = addNeedle},
      {.id = "move-tip",
       .text = "Move the tip",
       .arguments = {"needle", "atMm"},
       .enabled = whenOpen,
       .prepare = moveTip},
      {.id = "move-entry",
       .text = "Move the entry",
       .arguments = {"needle", "atMm"},
       .enabled = whenOpen,
       .prepare = moveEntry},
      {.id = "move-needle",
       .text = "Move the needle",
       .arguments = {"needle", "byMm"},
       .enabled = whenOpen,
       .prepare = moveNeedle},
      nudge("nudge-left", "Nudge to the screen's left by 0.5 mm", "Left", {-0.5, 0}),
      nudge("nudge-right", "Nudge to the screen's right by 0.5 mm", "Right", {0.5, 0}),
      nudge("nudge-up", "Nudge up by 0.5 mm", "Up", {0, 0.5}),
      nudge("nudge-down", "Nudge down by 0.5 mm", "Down", {0, -0.5}),
      nudge("push-left", "Nudge to the screen's left by 5 mm", "Shift+Left", {-5, 0}),
      nudge("push-right", "Nudge to the screen's right by 5 mm", "Shift+Right", {5, 0}),
      nudge("push-up", "Nudge up by 5 mm", "Shift+Up", {0, 5}),
      nudge("push-down", "Nudge down by 5 mm", "Shift+Down", {0, -5}),
  };
}

// NOLINTNEXTLINE(readability-function-size): a table, an action a row.
std::vector<Action> listActions() {
  return {
      {.id = "select-needle",
       .text = "Select a needle",
       .arguments = {"needle"},
       .enabled = whenOpen,
       .prepare = selectNeedle},
      {.id = "next-needle",
       .text = "Next needle",
       .menu = "Needle",
       .shortcut = "Ctrl+Tab",
       .enabled = [](const app::Document& document) { return !document.plan().needles.empty(); },
       .prepare = nextNeedle},
      {.id = "instrument",
       .text = "Choose the needle's instrument",
       .arguments = {"needle", "instrument"},
       .enabled = whenNeedleSelected,
       .prepare = chooseInstrument},
      {.id = "bend",
       .text = "Curve the needle's distal segment",
       .arguments = {"needle", "towards", "angleDeg", "lengthMm"},
       .enabled = whenNeedleMovable,
       .prepare = bend},
      {.id = "placement",
       .text = "Choose how far needles may miss",
       .arguments = {"technique", "own"},
       .enabled = whenOpen,
       .prepare = choosePlacement},
      {.id = "next-instrument",
       .text = "Choose the instrument of the next needle",
       .arguments = {"instrument"},
       .enabled = always,
       .prepare = nextInstrument},
      {.id = "mirror-needle",
       .text = "Mirror to the other side",
       .menu = "Needle",
       .shortcut = "M",
       .icon = "mirror",
       .arguments = {"needle"},
       .enabled = whenNeedleSelected,
       .prepare = duplicate,
       .slow = true},
      {.id = "symmetric",
       .text = "Move a pair symmetrically",
       .menu = "Needle",
       .shortcut = "Y",
       .arguments = {"on"},
       .enabled = whenOpen,
       .prepare = moveAsPairs},
      {.id = "swap-ends",
       .text = "Swap entry and tip",
       .menu = "Needle",
       .icon = "swap",
       .arguments = {"needle"},
       .enabled = whenNeedleMovable,
       .prepare = swapEnds},
      {.id = "lock-needle",
       .text = "Lock or unlock",
       .menu = "Needle",
       .shortcut = "L",
       .icon = "lock",
       .arguments = {"needle"},
       .enabled = whenNeedleSelected,
       .prepare = lock},
      {.id = "delete-needle",
       .text = "Delete the needle",
       .menu = "Needle",
       .shortcut = "Del",
       .icon = "delete",
       .arguments = {"needle"},
       .enabled = whenNeedleSelected,
       .prepare = deleteNeedle},
  };
}

}  // namespace

std::vector<Action> needleActions() {
  std::vector<Action> all = accessActions();
  for (const auto& group : {placeActions(), listActions()})
    all.insert(all.end(), group.begin(), group.end());
  return all;
}

}  // namespace trocar::actions
