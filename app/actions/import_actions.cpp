#include "app/actions/arguments.h"
#include "app/actions/groups.h"
#include "app/importing.h"
#include "core/error.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <utility>

namespace trocar::actions {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// A path, or an object of "path" and either "scheme" or, for a single mask, "role" and "id".
LabelSource labelsFrom(const json& entry) {
  if (entry.is_string())
    return {.path = entry.get<std::string>()};
  for (const auto& [key, value] : entry.items()) {
    if (key != "path" && key != "scheme" && key != "role" && key != "id")
      throw Error("The argument \"labels\" knows no \"" + key +
                  "\": give path and scheme, or path, role and id.");
  }
  LabelSource source{.path = textOf(entry, "path"),
                     .id = textIn(entry, "id").value_or(""),
                     .scheme = textIn(entry, "scheme").value_or("")};
  if (const std::optional<std::string> word = textIn(entry, "role")) {
    source.role = roleFromString(*word);
    if (!source.role || source.id.empty())
      throw Error("The argument \"labels\" has the role \"" + *word + "\" with the id \"" +
                  source.id + "\": give a role such as lesion and an id such as lesion_1.");
  }
  return source;
}

app::ImportRequest requestFrom(const json& arguments) {
  app::ImportRequest request{.ct = textOf(arguments, "ct")};
  if (arguments.contains("labels")) {
    const json& labels = arguments["labels"];
    for (const json& entry : labels.is_array() ? labels : json::array({labels}))
      request.labels.push_back(labelsFrom(entry));
  }
  request.choices.series = textIn(arguments, "series").value_or("");
  request.choices.scheme = textIn(arguments, "scheme").value_or("auto");
  request.choices.axes = textIn(arguments, "axes").value_or("");
  request.choices.unit = textIn(arguments, "unit").value_or("");
  for (const std::string& key : textsIn(arguments, "despite"))
    request.choices.despite.insert(key);
  request.choices.findVertebrae = truthIn(arguments, "findVertebrae").value_or(false);
  const std::string word = textIn(arguments, "segmenter").value_or("");
  const std::optional<app::Segmenter> segmenter = app::segmenterFromString(word);
  if (!segmenter)
    throw Error("The argument \"segmenter\" is \"" + word +
                "\": give totalsegmentator, or site for this computer's own command.");
  request.segmenter = *segmenter;
  return request;
}

Work import(const app::Document&, const json& arguments) {
  return [request = requestFrom(arguments),
          folder = fs::path(textOf(arguments, "path")),
          replace =
              truthIn(arguments, "replace").value_or(false)](const Progress& progress) -> Change {
    const app::ImportFindings found = app::lookInto(request, progress.span(0.0, 0.8));
    if (!found.patient)
      throw Error(found.refusal);
    return [opened = app::openFound(found, folder, replace, progress.span(0.8, 1.0))](
               app::Document& document) { document.open(opened); };
  };
}

/// Looks into the files and lays what is found on the import sheet.
Work looking(const app::Document& document, app::ImportRequest request) {
  return [request = std::move(request),
          before = document.importing()](const Progress& progress) -> Change {
    return [found = std::make_shared<const app::ImportFindings>(
                app::lookInto(request, progress, before.get()))](app::Document& changed) {
      showImport(changed, found);
    };
  };
}

Work lookThrough(const app::Document& document, const json& arguments) {
  return looking(document, requestFrom(arguments));
}

/// A CT that was opened by itself, without a label of a vertebra.
bool whenVertebraeAreMissing(const app::Document& document) {
  return document.isOpen() && levelsOf(document.patient()).empty() &&
         app::isCt(document.plan().patient.path);
}

Work findVertebrae(const app::Document& document, const json&) {
  app::ImportRequest request{.ct = document.plan().patient.path};
  request.choices.findVertebrae = true;
  return looking(document, std::move(request));
}

Work labelByAnother(const app::Document& document, const json&) {
  return looking(document, {.ct = document.plan().patient.path});
}

Work showSheet(const app::Document&, const json&) {
  return showing([](app::ViewState& view) { view.overlay = app::Overlay::Import; });
}

bool whenFound(const app::Document& document) {
  return document.importing() && document.importing()->patient;
}

Work write(const app::Document& document, const json& arguments) {
  return [found = document.importing(),
          folder = fs::path(textOf(arguments, "path")),
          replace =
              truthIn(arguments, "replace").value_or(false)](const Progress& progress) -> Change {
    return [opened = app::openFound(*found, folder, replace, progress)](app::Document& changed) {
      changed.setImporting(nullptr);
      changed.open(opened);
    };
  };
}

}  // namespace

Change openingCt(const std::string& path, const Progress& progress) {
  auto found = std::make_shared<const app::ImportFindings>(app::lookInto({.ct = path}, progress));
  if (!found->patient || app::hasSeveralSeries(*found))
    return [found](app::Document& document) { showImport(document, found); };
  return [opened = app::openedCase(*found->patient, fs::absolute(found->request.ct).string())](
             app::Document& document) { document.open(opened); };
}

void showImport(app::Document& document, std::shared_ptr<const app::ImportFindings> found) {
  document.setImporting(std::move(found));
  app::ViewState view = document.view();
  view.overlay = app::Overlay::Import;
  document.setView(view);
}

std::vector<Action> importActions() {
  const std::vector<std::string> request = {
      "ct", "labels", "scheme", "series", "axes", "unit", "despite", "findVertebrae", "segmenter"};
  std::vector<std::string> atOnce = request;
  atOnce.insert(atOnce.end(), {"path", "replace"});
  return {
      {.id = "import-sheet",
       .text = "Import CT and labels…",
       .menu = "File",
       .shortcut = "Ctrl+I",
       .icon = "open",
       .enabled = always,
       .prepare = showSheet},
      {.id = "find-vertebrae",
       .text = "Find the vertebrae in this CT…",
       .menu = "File",
       .enabled = whenVertebraeAreMissing,
       .prepare = findVertebrae,
       .slow = true},
      {.id = "label-ct",
       .text = "Label this CT with another program…",
       .menu = "File",
       .enabled = whenVertebraeAreMissing,
       .prepare = labelByAnother,
       .slow = true},
      {.id = "import-look",
       .text = "Look through CT and labels",
       .arguments = request,
       .enabled = always,
       .prepare = lookThrough,
       .slow = true},
      {.id = "import-write",
       .text = "Write what was found as a case",
       .arguments = {"path", "replace"},
       .enabled = whenFound,
       .prepare = write,
       .slow = true,
       .replacesPlan = true},
      {.id = "import",
       .text = "Import CT and labels",
       .arguments = atOnce,
       .enabled = always,
       .prepare = import,
       .slow = true,
       .replacesPlan = true},
  };
}

}  // namespace trocar::actions
