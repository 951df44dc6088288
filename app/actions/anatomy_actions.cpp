#include "app/actions/arguments.h"
#include "app/actions/groups.h"
#include "core/error.h"
#include "planning/anatomy/landmarks.h"
#include "planning/anatomy/levels.h"
#include "planning/anatomy/renumber.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace trocar::actions {
namespace {

using nlohmann::json;

using Names = std::map<std::string, std::string>;

/// All landmarks of the thing that an id such as "L3/canal" belongs to.
std::vector<anatomy::Landmark> landmarksOf(const CaseModel& model, const std::string& owner) {
  if (const anatomy::VertebraAnatomy* vertebra = model.vertebra(owner))
    return anatomy::landmarksOf(*vertebra);
  const Structure* structure = model.patient().find(owner);
  if (!structure)
    throw Error("The case has no " + owner + ": choose a level or a structure of it.");
  return std::holds_alternative<TubeRegion>(structure->region)
             ? anatomy::landmarksOf(*structure)
             : anatomy::landmarksOf(model.pelvis());
}

anatomy::Landmark landmarkOf(const CaseModel& model, const std::string& id) {
  for (anatomy::Landmark& landmark : landmarksOf(model, anatomy::ownerOf(id))) {
    if (landmark.id == id)
      return std::move(landmark);
  }
  throw Error("There is no landmark " + id + ": the Anatomy page lists those that were found.");
}

std::string labelOf(const anatomy::Landmark& landmark) {
  const std::string owner = anatomy::ownerOf(landmark.id);
  return levelOrder(owner) ? owner + ", " + landmark.name : landmark.name;
}

Work moveLandmark(const app::Document& document, const json& arguments) {
  const std::string id = textOf(arguments, "landmark");
  const Vec3 to = pointIn(arguments, "atMm").value_or(document.view().crosshairMm);
  if (!document.patient().ct.grid().contains(to))
    throw Error("A landmark cannot lie outside the CT.");
  return [model = document.sharedModel(), id, to](const Progress&) -> Change {
    const std::string label = "Move landmark, " + labelOf(landmarkOf(*model, id));
    return [label, id, to](app::Document& changed) {
      Plan plan = changed.history().current();
      plan.corrections.landmarksMm[id] = to;
      changed.commit(label, plan);
    };
  };
}

Work resetLandmark(const app::Document& document, const json& arguments) {
  const std::string id = textOf(arguments, "landmark");
  if (!document.plan().corrections.landmarksMm.contains(id))
    throw Error("The landmark " + id + " is where it was measured.");
  return editing("Reset landmark", [id](Plan plan) {
    plan.corrections.landmarksMm.erase(id);
    return plan;
  });
}

Work showLandmarks(const app::Document& document, const json& arguments) {
  const std::string owner = textOf(arguments, "of");
  const bool level = document.patient().find("vertebra_" + owner) != nullptr;
  if (!level && !owner.empty() && !document.patient().find(owner))
    throw Error("The case has no " + owner + ": choose a level or a structure of it.");
  return showing([owner](app::ViewState& view) { view.landmarksOf = owner; });
}

/// Renames levels of the plan and of what is shown.
Work renaming(const std::string& label, const Names& names) {
  return atOnce([label, names](app::Document& document) {
    app::ViewState view = document.view();
    view.level = anatomy::withLevelNames(view.level, names);
    if (!view.level.empty())
      view.bone = "vertebra_" + view.level;
    view.landmarksOf = anatomy::withLevelNames(view.landmarksOf, names);
    std::map<std::string, render::Appearance> appearance;
    for (const auto& [id, looks] : view.appearance)
      appearance[anatomy::withLevelNames(id, names)] = looks;
    view.appearance = std::move(appearance);
    document.commit(label,
                    withLevelNames(document.history().current(), document.original(), names));
    document.setView(view);
  });
}

Work renumber(const app::Document& document, const json& arguments) {
  const int steps = static_cast<int>(numberOf(arguments, "steps"));
  const Names names = anatomy::renumbering(document.patient(), steps);
  anatomy::withLevels(document.patient(), names);
  const std::string first = levelsOf(document.patient()).front();
  return renaming("Renumber, " + first + " is " + names.at(first), names);
}

Work nameLevel(const app::Document& document, const json& arguments) {
  const std::string level = textIn(arguments, "level").value_or(document.view().level);
  const std::string name = textOf(arguments, "name");
  anatomy::requireLevel(document.patient(), level);
  if (level != name && document.patient().find("vertebra_" + name))
    throw Error("There is a " + name + " already: renumber all levels, or rename that one first.");
  const Names names = {{level, name}};
  anatomy::withLevels(document.patient(), names);
  return renaming("Call " + level + " " + name, names);
}

bool hasLevels(const app::Document& document) {
  return document.isOpen() && !levelsOf(document.patient()).empty();
}

}  // namespace

std::vector<Action> anatomyActions() {
  return {
      {.id = "show-landmarks",
       .text = "Show the landmarks of a level or structure",
       .arguments = {"of"},
       .enabled = whenOpen,
       .prepare = showLandmarks},
      {.id = "move-landmark",
       .text = "Move a landmark",
       .arguments = {"landmark", "atMm"},
       .enabled = whenOpen,
       .prepare = moveLandmark},
      {.id = "reset-landmark",
       .text = "Put a landmark back where it was measured",
       .arguments = {"landmark"},
       .enabled = whenOpen,
       .prepare = resetLandmark},
      {.id = "renumber",
       .text = "Renumber all levels",
       .arguments = {"steps"},
       .enabled = hasLevels,
       .prepare = renumber},
      {.id = "name-level",
       .text = "Name a level",
       .arguments = {"level", "name"},
       .enabled = hasLevels,
       .prepare = nameLevel},
  };
}

}  // namespace trocar::actions
