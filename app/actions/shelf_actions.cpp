#include "app/actions/arguments.h"
#include "app/actions/groups.h"
#include "core/error.h"
#include "planning/instrument.h"

#include <nlohmann/json.hpp>

namespace trocar {
namespace {

using nlohmann::json;

Work changeShelf(Shelf shelf) {
  return [shelf = std::move(shelf)](const Progress&) -> Change {
    keepShelf(shelf);
    return [shelf](Document& changed) { changed.setShelf(shelf); };
  };
}

Work placeOnShelf(const Document& document, const json& arguments) {
  const std::string id = findInstrument(textOf(arguments, "instrument")).id;
  Shelf shelf = document.shelf();
  const bool present = truthIn(arguments, "present").value_or(!shelf.has(id));
  if (present)
    shelf.lacking.erase(id);
  else
    shelf.lacking.insert(id);
  return changeShelf(std::move(shelf));
}

Work fillShelf(const Document& document, const json&) {
  Shelf shelf = document.shelf();
  shelf.lacking.clear();
  return changeShelf(std::move(shelf));
}

Work showShelf(const Document&, const json&) {
  return showing([](ViewState& view) {
    view.overlay = view.overlay == Overlay::Shelf ? Overlay::None : Overlay::Shelf;
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

}  // namespace trocar
