#include "app/actions/arguments.h"
#include "app/actions/groups.h"
#include "app/scene.h"
#include "core/error.h"
#include "render/picture.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace trocar {
namespace {

using nlohmann::json;

Work accept(const Document&, const json& arguments) {
  Acceptance acceptance{textOf(arguments, "rule"),
                        textIn(arguments, "subject").value_or(""),
                        textOf(arguments, "reason")};
  if (acceptance.reason.empty())
    throw Error("Accepting a finding needs a reason: write one.");
  const std::string label = "Accept " + acceptance.rule;
  return editing(label, [acceptance = std::move(acceptance)](const Plan& plan) {
    return withAcceptance(plan, acceptance);
  });
}

Work withdrawAcceptance(const Document&, const json& arguments) {
  return editing("Withdraw acceptance",
                 [rule = textOf(arguments, "rule"),
                  subject = textIn(arguments, "subject").value_or("")](Plan plan) {
                   std::erase_if(plan.acceptances, [&](const Acceptance& acceptance) {
                     return acceptance.rule == rule && acceptance.subject == subject;
                   });
                   return plan;
                 });
}

Work setPosition(const Document&, const json& arguments) {
  const std::string word = textOf(arguments, "position");
  const std::optional<PatientPosition> position = patientPositionFromString(word);
  if (!position)
    throw Error("There is no position \"" + word +
                "\": use prone, supine, lateral-left or lateral-right.");
  return editing("Position for the procedure: " + word, [position = *position](Plan plan) {
    plan.procedurePosition = position;
    return plan;
  });
}

Work savePictureOf(const Document& document, const json& arguments) {
  const std::string word = textIn(arguments, "view").value_or("3d");
  const std::optional<ViewKind> kind = viewKindFromString(word);
  if (!kind)
    throw Error("There is no view \"" + word +
                "\": use 3d, axial, sagittal, coronal, along, across or barrel.");
  const int width = static_cast<int>(numberIn(arguments, "widthPx").value_or(1280));
  const int height = static_cast<int>(numberIn(arguments, "heightPx").value_or(960));
  return [state = sceneOf(document), kind = *kind, width, height, file = textOf(arguments, "path")](
             const Progress& progress) -> Change {
    savePicture(state, {kind, width, height}, file, progress);
    return [file](Document& changed) { changed.tell(Notice::Kind::Done, "Saved picture " + file); };
  };
}

}  // namespace

std::vector<Action> reviewActions() {
  return {
      {.id = "accept",
       .text = "Accept a finding with a reason",
       .arguments = "rule, subject, reason",
       .enabled = whenOpen,
       .prepare = accept},
      {.id = "withdraw-acceptance",
       .text = "Withdraw the acceptance of a finding",
       .arguments = "rule, subject",
       .enabled = whenOpen,
       .prepare = withdrawAcceptance},
      {.id = "position",
       .text = "Position for the procedure",
       .arguments = "position",
       .enabled = whenOpen,
       .prepare = setPosition},
      {.id = "save-picture",
       .text = "Save a picture…",
       .menu = "File",
       .shortcut = "Ctrl+P",
       .icon = "picture",
       .arguments = "path, view, widthPx, heightPx",
       .enabled = whenOpen,
       .prepare = savePictureOf,
       .slow = true,
       .ask = Ask::PictureToSave},
  };
}

}  // namespace trocar
