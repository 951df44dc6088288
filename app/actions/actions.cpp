#include "app/actions/action.h"
#include "app/actions/groups.h"
#include "app/fluoro/school.h"
#include "core/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace trocar {
namespace {

std::vector<Action> everyGroup() {
  std::vector<Action> all;
  for (const auto& group : {fileActions(),
                            editActions(),
                            viewActions(),
                            anatomyActions(),
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

bool isPossible(const Action& action, const Document& document) {
  return (action.inLesson || !document.school().running) && action.enabled(document);
}

void runAction(Document& document,
               const Action& action,
               const nlohmann::json& arguments,
               const Progress& progress) {
  if (!isPossible(action, document))
    throw Error("\"" + action.text + "\" is not possible now.");
  const Change change = action.prepare(document, arguments)(progress);
  change(document);
}

}  // namespace trocar
