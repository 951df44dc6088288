#include "app/actions/groups.h"

#include "app/actions/arguments.h"
#include "core/error.h"

#include <memory>
#include <utility>

namespace trocar {

bool always(const Document&) {
  return true;
}

bool whenOpen(const Document& document) {
  return document.isOpen();
}

bool whenNeedleSelected(const Document& document) {
  return document.isOpen() && document.selectedNeedle();
}

bool whenNeedleMovable(const Document& document) {
  return whenNeedleSelected(document) && !document.selectedNeedle()->locked;
}

Work atOnce(Change change) {
  return [change = std::move(change)](const Progress&) { return change; };
}

Work showing(std::function<void(ViewState&)> edit) {
  return atOnce([edit = std::move(edit)](Document& document) {
    ViewState view = document.view();
    edit(view);
    document.setView(std::move(view));
  });
}

Change showingComparison(Comparison comparison) {
  return
      [comparison = std::make_shared<const Comparison>(std::move(comparison))](Document& changed) {
        changed.setComparison(comparison);
        ViewState view = changed.view();
        view.overlay = Overlay::Comparison;
        changed.setView(view);
      };
}

Work editing(std::string label, std::function<Plan(Plan)> edit) {
  return atOnce([label = std::move(label), edit = std::move(edit)](Document& document) {
    document.commit(label, edit(document.history().current()));
  });
}

const Needle& needleOf(const Document& document, const nlohmann::json& arguments) {
  const std::optional<std::string> id = textIn(arguments, "needle");
  const Needle* needle = id ? document.plan().find(*id) : document.selectedNeedle();
  if (!needle)
    throw Error(id ? "The plan has no needle " + *id + ": choose one of the list."
                   : "No needle is selected: select one first.");
  return *needle;
}

}  // namespace trocar
