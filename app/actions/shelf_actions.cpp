#include "app/actions/arguments.h"
#include "app/actions/groups.h"
#include "core/error.h"
#include "planning/plan/instrument.h"

#include <nlohmann/json.hpp>

namespace trocar::actions {
namespace {

using nlohmann::json;

Work changeShelf(app::Shelf shelf) {
  return [shelf = std::move(shelf)](const Progress&) -> Change {
    app::keepShelf(shelf);
    return [shelf](app::Document& changed) { changed.setShelf(shelf); };
  };
}

Work placeOnShelf(const app::Document& document, const json& arguments) {
  const std::string id = findInstrument(textOf(arguments, "instrument")).id;
  app::Shelf shelf = document.shelf();
  const bool present = truthIn(arguments, "present").value_or(!shelf.has(id));
  if (present)
    shelf.lacking.erase(id);
  else
    shelf.lacking.insert(id);
  return changeShelf(std::move(shelf));
}

Work fillShelf(const app::Document& document, const json&) {
  app::Shelf shelf = document.shelf();
  shelf.lacking.clear();
  return changeShelf(std::move(shelf));
}

Work showShelf(const app::Document&, const json&) {
  return showing([](app::ViewState& view) {
    view.overlay = view.overlay == app::Overlay::Shelf ? app::Overlay::None : app::Overlay::Shelf;
  });
}

}  // namespace

std::vector<Action> shelfActions() {
  return {{.id = "shelf",
           .text = "Instrument shelf…",
           .menu = "Needle",
           .enabled = always,
           .prepare = showShelf},
          {.id = "shelf-place",
           .text = "Put an instrument on the shelf, or take it off",
           .arguments = {"instrument", "present"},
           .enabled = always,
           .prepare = placeOnShelf},
          {.id = "shelf-fill",
           .text = "Put every instrument of the catalogue on the shelf",
           .menu = "Needle",
           .enabled = always,
           .prepare = fillShelf}};
}

}  // namespace trocar::actions
