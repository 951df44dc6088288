#include "app/actions/arguments.h"
#include "app/actions/groups.h"

#include <nlohmann/json.hpp>

namespace trocar::actions {
namespace {

using nlohmann::json;

std::string undoText(const app::Document& document) {
  const auto& history = document.history();
  return history.canUndo() ? "Undo “" + history.undoLabel() + "”" : "Undo";
}

std::string redoText(const app::Document& document) {
  const auto& history = document.history();
  return history.canRedo() ? "Redo “" + history.redoLabel() + "”" : "Redo";
}

Work abandon(const app::Document&, const json&) {
  return atOnce([](app::Document& document) {
    document.abandon();
    app::ViewState view = document.view();
    view.overlay = app::Overlay::None;
    view.held.reset();
    view.brush.reset();
    view.drawing.reset();
    if (view.place == app::Place::Conference)
      view.place = app::Place::Planner;
    document.setView(view);
  });
}

Work note(const app::Document&, const json& arguments) {
  return editing("Change notes", [text = textOf(arguments, "text")](Plan plan) {
    plan.note = text;
    return plan;
  });
}

}  // namespace

std::vector<Action> editActions() {
  return {
      {.id = "undo",
       .text = "Undo",
       .menu = "Edit",
       .shortcut = "Ctrl+Z",
       .icon = "undo",
       .enabled = [](const app::Document& document) { return document.history().canUndo(); },
       .prepare = [](const app::Document&, const json&) { return atOnce(&app::Document::undo); },
       .textNow = undoText},
      {.id = "redo",
       .text = "Redo",
       .menu = "Edit",
       .shortcut = "Ctrl+Shift+Z; Ctrl+Y",
       .icon = "redo",
       .enabled = [](const app::Document& document) { return document.history().canRedo(); },
       .prepare = [](const app::Document&, const json&) { return atOnce(&app::Document::redo); },
       .textNow = redoText},
      {.id = "abandon",
       .text = "Give up this drag, close this list, leave the conference",
       .menu = "Edit",
       .shortcut = "Esc",
       .enabled = always,
       .prepare = abandon},
      {.id = "note",
       .text = "Write notes",
       .arguments = {"text"},
       .enabled = whenOpen,
       .prepare = note},
  };
}

}  // namespace trocar::actions
