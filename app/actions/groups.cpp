#include "app/actions/groups.h"

#include "app/actions/arguments.h"
#include "core/error.h"

#include <memory>
#include <utility>

namespace trocar::actions {

bool always(const app::Document&) {
  return true;
}

bool whenOpen(const app::Document& document) {
  return document.isOpen();
}

bool whenNeedleSelected(const app::Document& document) {
  return document.isOpen() && document.selectedNeedle();
}

bool whenNeedleMovable(const app::Document& document) {
  return whenNeedleSelected(document) && !document.selectedNeedle()->locked;
}

Work atOnce(Change change) {
  return [change = std::move(change)](const Progress&) { return change; };
}

Work showing(std::function<void(app::ViewState&)> edit) {
  return atOnce([edit = std::move(edit)](app::Document& document) {
    app::ViewState view = document.view();
    edit(view);
    document.setView(std::move(view));
  });
}

Change showingComparison(app::Comparison comparison) {
  return [comparison = std::make_shared<const app::Comparison>(std::move(comparison))](
             app::Document& changed) {
    changed.setComparison(comparison);
    app::ViewState view = changed.view();
    view.overlay = app::Overlay::Comparison;
    changed.setView(view);
  };
}

Work editing(std::string label, std::function<Plan(Plan)> edit) {
  return atOnce([label = std::move(label), edit = std::move(edit)](app::Document& document) {
    document.commit(label, edit(document.history().current()));
  });
}

const Needle& needleOf(const app::Document& document, const nlohmann::json& arguments) {
  const std::optional<std::string> id = textIn(arguments, "needle");
  const Needle* needle = id ? document.plan().find(*id) : document.selectedNeedle();
  if (!needle)
    throw Error(id ? "The plan has no needle " + *id + ": choose one of the list."
                   : "No needle is selected: select one first.");
  return *needle;
}

}  // namespace trocar::actions
