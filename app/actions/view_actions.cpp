#include "app/actions/arguments.h"
#include "app/actions/groups.h"
#include "app/slicing.h"
#include "app/text_size.h"
#include "app/where.h"
#include "app/words.h"
#include "core/error.h"
#include "planning/anatomy/levels.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace trocar::actions {
namespace {

using nlohmann::json;

Action shown(Action action, std::function<void(app::ViewState&)> edit) {
  if (!action.enabled)
    action.enabled = whenOpen;
  action.prepare = [edit = std::move(edit)](const app::Document&, const json&) {
    return showing(edit);
  };
  return action;
}

Action stepAction(app::Step step) {
  const std::string number = std::to_string(static_cast<int>(step) + 1);
  return shown({.id = "step-" + std::string(app::wordOf(step)),
                .text = "Step " + number + ": " + std::string(app::nameOf(step)),
                .menu = "Go",
                .shortcut = "Alt+" + number,
                .enabled = always},
               [step](app::ViewState& view) {
                 view.place = app::Place::Planner;
                 view.step = step;
               });
}

/// Sources: bone and abdomen as in 3D Slicer's display presets, wide bone as in InVesalius.
struct WindowPreset {
  const char* id;
  const char* text;
  render::HuWindow window;
};
constexpr std::array<WindowPreset, 5> kPresets = {{
    {"window-bone", "Window: bone 1000/400", {1000, 400}},
    {"window-bone-wide", "Window: wide bone 2000/300", {2000, 300}},
    {"window-soft", "Window: soft tissue 350/40", {350, 40}},
    {"window-spine", "Window: lytic lesion 600/150", {600, 150}},
    {"window-lung", "Window: lung 1400/−500", {1400, -500}},
}};

/// The pane that the arguments name by its view or its number from 0, else the active one.
int paneOf(const app::Document& document, const json& arguments) {
  const app::ViewState& view = document.view();
  if (const std::optional<double> pane = numberIn(arguments, "pane"))
    return std::clamp(static_cast<int>(*pane), 0, static_cast<int>(view.panes.size()) - 1);
  const std::optional<std::string> word = textIn(arguments, "view");
  if (!word)
    return view.active;
  const std::optional<render::ViewKind> kind = render::viewKindFromString(*word);
  const auto pane =
      kind ? std::find(view.panes.begin(), view.panes.end(), *kind) : view.panes.end();
  if (pane == view.panes.end())
    throw Error("No view \"" + *word + "\" is on the screen: use axial, sagittal, coronal or 3d.");
  return static_cast<int>(pane - view.panes.begin());
}

/// Shows one view alone, or goes back to all of them.
Work maximise(const app::Document& document, const json& arguments) {
  return showing([pane = paneOf(document, arguments)](app::ViewState& state) {
    const bool alone = state.layout == app::ViewLayout::Single && state.large == pane;
    state.layout = alone ? app::ViewLayout::Focus : app::ViewLayout::Single;
    state.large = pane;
  });
}

Work enlarge(const app::Document& document, const json& arguments) {
  return showing([pane = paneOf(document, arguments)](app::ViewState& state) {
    state.layout = app::ViewLayout::Focus;
    state.large = pane;
  });
}

/// What a pane shows: {"pane": 3, "kind": "across"}.
Work setPane(const app::Document& document, const json& arguments) {
  const std::optional<render::ViewKind> kind =
      render::viewKindFromString(textOf(arguments, "kind"));
  if (!kind)
    throw Error("A pane can show axial, sagittal, coronal, 3d, along, across or barrel.");
  return showing([pane = paneOf(document, arguments), kind = *kind](app::ViewState& state) {
    state.panes[static_cast<std::size_t>(pane)] = kind;
  });
}

Work setWindow(const app::Document&, const json& arguments) {
  const render::HuWindow window{std::max(1.0, numberOf(arguments, "widthHu")),
                                numberOf(arguments, "levelHu")};
  return showing([window](app::ViewState& view) { view.window = window; });
}

Work setCrosshair(const app::Document&, const json& arguments) {
  return showing(
      [at = pointOf(arguments, "atMm")](app::ViewState& view) { view.crosshairMm = at; });
}

Work scroll(const app::Document& document, const json& arguments) {
  const auto pane = static_cast<std::size_t>(paneOf(document, arguments));
  const double slices = numberIn(arguments, "slices").value_or(1.0);
  const app::ViewState& view = document.view();
  return showing([to = app::scrolled(view, document.patient(), view.panes[pane], slices)](
                     app::ViewState& state) { state = to; });
}

Action scrollKey(const char* id, const char* text, const char* key, double slices) {
  return {.id = id,
          .text = text,
          .menu = "View",
          .shortcut = key,
          .enabled = whenOpen,
          .prepare = [slices](const app::Document& document, const json&) {
            return scroll(document, {{"slices", slices}});
          }};
}

Work goTo(const app::Document&, const json& arguments) {
  return showing([at = pointOf(arguments, "atMm")](app::ViewState& view) {
    view.crosshairMm = at;
    view.lookAtMm = at;
    ++view.looks;
  });
}

Work goToLevel(const app::Document& document, const json& arguments) {
  const std::string level = textOf(arguments, "level");
  anatomy::requireLevel(document.patient(), level);
  return [model = document.sharedModel(), level](const Progress&) -> Change {
    const Vec3 at = model->vertebra(level)->bodyCentroidMm;
    return [level, at](app::Document& changed) {
      app::ViewState view = changed.view();
      app::workAt(view, app::atLevel(changed.patient(), level), changed.patient());
      view.crosshairMm = at;
      view.lookAtMm = at;
      ++view.looks;
      changed.setView(view);
    };
  };
}

Work goToNeedle(const app::Document& document, const json& arguments) {
  const Needle& needle = needleOf(document, arguments);
  return showing([at = needle.trajectory.target, id = needle.id](app::ViewState& view) {
    view.needle = id;
    view.crosshairMm = at;
    view.lookAtMm = at;
    ++view.looks;
  });
}

std::vector<std::string> structuresOf(const app::Document& document, const json& arguments) {
  std::vector<std::string> ids = textsIn(arguments, "structure");
  if (const std::optional<std::string> word = textIn(arguments, "role")) {
    const std::optional<Role> role = roleFromString(*word);
    if (!role)
      throw Error("There is no role \"" + *word + "\".");
    for (const Structure* structure : document.patient().withRole(*role))
      ids.push_back(structure->id);
  }
  for (const std::string& id : ids) {
    if (!document.patient().find(id))
      throw Error("The case has no structure " + id + ".");
  }
  return ids;
}

Work showStructure(const app::Document& document, const json& arguments) {
  const bool visible = truthIn(arguments, "visible").value_or(true);
  return showing([ids = structuresOf(document, arguments), visible](app::ViewState& view) {
    for (const std::string& id : ids)
      view.appearance[id].visible = visible;
  });
}

Work setOpacity(const app::Document& document, const json& arguments) {
  const double opacity = std::clamp(numberOf(arguments, "opacity"), 0.0, 1.0);
  return showing([ids = structuresOf(document, arguments), opacity](app::ViewState& view) {
    for (const std::string& id : ids)
      view.appearance[id].opacity = opacity;
  });
}

void changeFont(app::ViewState& view, int byPt) {
  view.fontPt = std::clamp(view.fontPt + byPt, app::kSmallestTextPt, app::kLargestTextPt);
}

Work zoom(const app::Document&, const json& arguments) {
  const double factor = std::clamp(numberOf(arguments, "factor"), 0.1, 10.0);
  return showing(
      [factor](app::ViewState& view) { view.zoom = std::clamp(view.zoom * factor, 0.3, 20.0); });
}

Action zoomKey(const char* id, const char* text, const char* key, double factor) {
  return shown(
      {.id = id, .text = text, .menu = "View", .shortcut = key},
      [factor](app::ViewState& view) { view.zoom = std::clamp(view.zoom * factor, 0.3, 20.0); });
}

void toggle(app::Overlay overlay, app::ViewState& view) {
  view.overlay = view.overlay == overlay ? app::Overlay::None : overlay;
}

std::vector<Action> layoutActions() {
  return {
      shown({.id = "layout-focus",
             .text = "One large view",
             .menu = "View",
             .shortcut = "F2",
             .icon = "focus"},
            [](app::ViewState& view) { view.layout = app::ViewLayout::Focus; }),
      shown({.id = "layout-quad",
             .text = "Four views",
             .menu = "View",
             .shortcut = "F3",
             .icon = "quad"},
            [](app::ViewState& view) { view.layout = app::ViewLayout::Quad; }),
      {.id = "maximise",
       .text = "One view alone, and back",
       .menu = "View",
       .shortcut = "F4",
       .icon = "maximise",
       .arguments = {"view", "pane"},
       .enabled = whenOpen,
       .prepare = maximise},
      {.id = "pane",
       .text = "Choose what a pane shows",
       .arguments = {"pane", "view", "kind"},
       .enabled = whenOpen,
       .prepare = setPane},
      {.id = "enlarge",
       .text = "Make a view the large one",
       .arguments = {"view", "pane"},
       .enabled = whenOpen,
       .prepare = enlarge},
      shown({.id = "follow-needle",
             .text = "Follow the needle: along and across",
             .menu = "View",
             .shortcut = "F",
             .icon = "follow",
             .enabled = whenNeedleSelected},
            [](app::ViewState& view) {
              view.panes = view.panes == app::kNeedlePanes ? app::kPatientPanes : app::kNeedlePanes;
            }),
      shown({.id = "turn-about-needle",
             .text = "Turn the view about the needle by 15°",
             .menu = "View",
             .shortcut = "R",
             .enabled = whenNeedleSelected},
            [](app::ViewState& view) {
              view.turnDeg = view.turnDeg >= 345.0 ? 0.0 : view.turnDeg + 15.0;
            }),
      shown({.id = "reset-views",
             .text = "Reset the views",
             .menu = "View",
             .shortcut = "Home",
             .icon = "reset"},
            [](app::ViewState& view) {
              view.zoom = 1.0;
              ++view.fits;
            }),
  };
}

std::vector<Action> sliceActions() {
  std::vector<Action> actions = {
      {.id = "crosshair",
       .text = "Set the crosshair",
       .arguments = {"atMm"},
       .enabled = whenOpen,
       .prepare = setCrosshair},
      {.id = "scroll",
       .text = "Scroll",
       .arguments = {"view", "pane", "slices"},
       .enabled = whenOpen,
       .prepare = scroll},
      scrollKey("slice-up", "Next slice", "PgUp", 1),
      scrollKey("slice-down", "Previous slice", "PgDown", -1),
      {.id = "zoom", .text = "Zoom", .arguments = {"factor"}, .enabled = whenOpen, .prepare = zoom},
      zoomKey("zoom-in", "Zoom in", "+; =", 1.25),
      zoomKey("zoom-out", "Zoom out", "-", 0.8),
      {.id = "window",
       .text = "Set the window",
       .arguments = {"widthHu", "levelHu"},
       .enabled = whenOpen,
       .prepare = setWindow},
  };
  int key = 1;
  for (const WindowPreset& preset : kPresets) {
    actions.push_back(shown(
        {.id = preset.id, .text = preset.text, .menu = "View", .shortcut = std::to_string(key++)},
        [window = preset.window](app::ViewState& view) { view.window = window; }));
  }
  return actions;
}

std::vector<Action> contentActions() {
  return {
      shown({.id = "crosshair-shown",
             .text = "Crosshair",
             .menu = "View",
             .shortcut = "X",
             .icon = "crosshair"},
            [](app::ViewState& view) { view.crosshairShown = !view.crosshairShown; }),
      shown({.id = "zones-shown",
             .text = "Ablation zones",
             .menu = "View",
             .shortcut = "Z",
             .icon = "zone"},
            [](app::ViewState& view) { view.zonesShown = !view.zonesShown; }),
      shown({.id = "cement-shown",
             .text = "Cement",
             .menu = "View",
             .shortcut = "C",
             .icon = "cement"},
            [](app::ViewState& view) { view.cementShown = !view.cementShown; }),
      shown({.id = "labels-shown",
             .text = "Numbers beside the needle",
             .menu = "View",
             .shortcut = "N"},
            [](app::ViewState& view) { view.labelsShown = !view.labelsShown; }),
      {.id = "show-structure",
       .text = "Show or hide structures",
       .arguments = {"structure", "role", "visible"},
       .enabled = whenOpen,
       .prepare = showStructure},
      {.id = "opacity",
       .text = "Opacity of structures",
       .arguments = {"structure", "role", "opacity"},
       .enabled = whenOpen,
       .prepare = setOpacity},
      {.id = "go-to",
       .text = "Show me",
       .arguments = {"atMm"},
       .enabled = whenOpen,
       .prepare = goTo},
      {.id = "go-to-level",
       .text = "Go to a level",
       .arguments = {"level"},
       .enabled = whenOpen,
       .prepare = goToLevel,
       .slow = true},
      {.id = "go-to-needle",
       .text = "Go to the needle's tip",
       .menu = "Go",
       .shortcut = "G",
       .icon = "eye",
       .arguments = {"needle"},
       .enabled = whenNeedleSelected,
       .prepare = goToNeedle},
  };
}

std::vector<Action> windowActions() {
  return {
      shown({.id = "theme",
             .text = "Light or dark",
             .menu = "Window",
             .shortcut = "Ctrl+T",
             .icon = "theme",
             .enabled = always,
             .inLesson = true},
            [](app::ViewState& view) {
              view.theme = view.theme == app::Theme::Dark ? app::Theme::Light : app::Theme::Dark;
            }),
      shown({.id = "font-larger",
             .text = "Larger text",
             .menu = "Window",
             .shortcut = "Ctrl++; Ctrl+=; Ctrl+Shift++; Ctrl+Shift+=",
             .enabled = always,
             .inLesson = true},
            [](app::ViewState& view) { changeFont(view, 1); }),
      shown({.id = "font-smaller",
             .text = "Smaller text",
             .menu = "Window",
             .shortcut = "Ctrl+-; Ctrl+_; Ctrl+Shift+-; Ctrl+Shift+_",
             .enabled = always,
             .inLesson = true},
            [](app::ViewState& view) { changeFont(view, -1); }),
      shown({.id = "mouse-scheme",
             .text = "Mouse as in a PACS, or as in a planner",
             .menu = "Window",
             .enabled = always,
             .inLesson = true},
            [](app::ViewState& view) {
              view.mouse = view.mouse == app::MouseScheme::Planner ? app::MouseScheme::Pacs
                                                                   : app::MouseScheme::Planner;
            }),
      shown({.id = "palette",
             .text = "Find an action…",
             .menu = "Window",
             .shortcut = "Ctrl+K; Ctrl+Shift+P",
             .icon = "search",
             .enabled = always,
             .inLesson = true},
            [](app::ViewState& view) { toggle(app::Overlay::Palette, view); }),
      shown({.id = "shortcuts",
             .text = "All keys",
             .menu = "Window",
             .shortcut = "F1",
             .icon = "keys",
             .enabled = always,
             .inLesson = true},
            [](app::ViewState& view) { toggle(app::Overlay::Shortcuts, view); }),
      shown({.id = "findings",
             .text = "List of findings",
             .menu = "Window",
             .shortcut = "Ctrl+L",
             .icon = "findings"},
            [](app::ViewState& view) { toggle(app::Overlay::Findings, view); }),
  };
}

}  // namespace

std::vector<Action> viewActions() {
  std::vector<Action> all;
  for (int step = 0; step < app::kStepCount; ++step)
    all.push_back(stepAction(static_cast<app::Step>(step)));
  for (const auto& group : {contentActions(), layoutActions(), sliceActions(), windowActions()})
    all.insert(all.end(), group.begin(), group.end());
  return all;
}

}  // namespace trocar::actions
