#include "app/actions/action.h"
#include "app/actions/groups.h"
#include "app/fluoro/school.h"
#include "core/error.h"
#include "core/json/near_key.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace trocar::actions {
namespace {

std::vector<Action> everyGroup() {
  std::vector<Action> all;
  for (const auto& group : {fileActions(),
                            exportActions(),
                            importActions(),
                            editActions(),
                            viewActions(),
                            anatomyActions(),
                            drawingActions(),
                            needleActions(),
                            shelfActions(),
                            treatmentActions(),
                            choiceActions(),
                            cementActions(),
                            reviewActions(),
                            bookmarkActions(),
                            fluoroActions(),
                            schoolActions()})
    all.insert(all.end(), group.begin(), group.end());
  return all;
}

/// Ids that share a word with the unknown one.
std::string nearIds(std::string_view id) {
  std::string near;
  for (const Action& action : allActions()) {
    const std::string_view word = std::string_view(action.id).substr(0, action.id.find('-'));
    if (id.find(word) != std::string_view::npos || action.id.find(id) != std::string::npos)
      near += (near.empty() ? "" : ", ") + action.id;
  }
  return near;
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? "" : ", ") + word;
  return text;
}

void refuseUnknown(const Action& action, const nlohmann::json& arguments) {
  if (!arguments.is_object() && !arguments.is_null())
    throw Error("The arguments of " + action.id + " must be a JSON object.");
  for (const auto& [key, value] : arguments.items()) {
    if (std::find(action.arguments.begin(), action.arguments.end(), key) != action.arguments.end())
      continue;
    const std::string near = nearKey(key, action.arguments);
    throw Error("The action " + action.id + " has no argument \"" + key + "\"" +
                (!near.empty()              ? "; is \"" + near + "\" meant?"
                 : action.arguments.empty() ? ": it takes none."
                                            : ": it takes " + listed(action.arguments) + "."));
  }
}

}  // namespace

const std::vector<Action>& allActions() {
  static const std::vector<Action> all = everyGroup();
  return all;
}

const Action& findAction(std::string_view id) {
  const auto& all = allActions();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Action& action) { return action.id == id; });
  if (found != all.end())
    return *found;
  const std::string near = nearIds(id);
  throw Error(
      "There is no action " + std::string(id) +
      (near.empty() ? ": trocar script --help lists them." : "; did you mean " + near + "?"));
}

bool isPossible(const Action& action, const app::Document& document) {
  return (action.inLesson || !document.school().running) && action.enabled(document);
}

Work workOf(const Action& action, const app::Document& document, const nlohmann::json& arguments) {
  refuseUnknown(action, arguments);
  return action.prepare(document, arguments);
}

void runAction(app::Document& document,
               const Action& action,
               const nlohmann::json& arguments,
               const Progress& progress) {
  if (!isPossible(action, document))
    throw Error("\"" + action.text + "\" is not possible now.");
  const Change change = workOf(action, document, arguments)(progress);
  change(document);
}

}  // namespace trocar::actions
