#include "app/actions/arguments.h"
#include "app/actions/groups.h"
#include "app/opening.h"
#include "core/error.h"
#include "core/io.h"
#include "core/number_text.h"
#include "core/replace_file.h"
#include "planning/evaluation/sound_plan.h"
#include "planning/facts/evaluation_json.h"
#include "planning/plan/plan_file.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>
#include <utility>

namespace trocar::actions {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

Work opening(std::string source) {
  return [source = std::move(source)](const Progress& progress) -> Change {
    return [opened = app::openFrom(source, progress)](app::Document& document) {
      document.open(opened);
    };
  };
}

/// With "ask", what is not clear about a CT is asked on a sheet; else it is refused or, of several
/// series, the largest is taken.
Work open(const app::Document&, const json& arguments) {
  const std::string path = textOf(arguments, "path");
  if (!truthIn(arguments, "ask").value_or(false) || !app::isCt(path))
    return opening(path);
  return [path](const Progress& progress) { return openingCt(path, progress); };
}

Work openBundled(const app::Document&, const json& arguments) {
  return opening("bundled:" + textOf(arguments, "patient"));
}

/// {"seed": 42, "lesions": 2}; without a seed the next after the one that is open, else 1.
Work openRandom(const app::Document& document, const json& arguments) {
  constexpr std::string_view kRandom = "random:";
  constexpr double kMostSeed = 1'000'000'000.0;
  const std::string& here = document.isOpen() ? document.plan().patient.path : std::string();
  double seed = 1.0;
  if (here.starts_with(kRandom))
    seed = 1.0 +
           wholeFrom(here.substr(kRandom.size(), here.find(':', kRandom.size()) - kRandom.size()))
               .value_or(0);
  seed = numberIn(arguments, "seed").value_or(seed);
  const double lesions = numberIn(arguments, "lesions").value_or(1.0);
  if (!(seed >= 0.0 && seed <= kMostSeed && seed == std::floor(seed)))
    throw Error("\"seed\" is a whole number from 0 to 1,000,000,000.");
  if (!(lesions >= 0.0 && lesions <= 5.0 && lesions == std::floor(lesions)))
    throw Error("\"lesions\" is a whole number from 0 to 5.");
  return opening(std::string(kRandom) + decimalText(seed, 0) + ":" + decimalText(lesions, 0));
}

const app::Leftover& firstLeftover(const app::Document& document) {
  if (document.leftovers().empty())
    throw Error("There is no unsaved work of an earlier run.");
  return document.leftovers().front();
}

bool whenLeftover(const app::Document& document) {
  return !document.leftovers().empty();
}

Work recover(const app::Document& document, const json&) {
  return [leftover = firstLeftover(document)](const Progress& progress) -> Change {
    return [leftover, opened = app::openLeftover(leftover, progress)](app::Document& changed) {
      changed.recover(leftover, opened);
    };
  };
}

Work dropLeftover(const app::Document& document, const json&) {
  return atOnce([leftover = firstLeftover(document)](app::Document& changed) {
    app::discard(leftover);
    std::vector<app::Leftover> others = changed.leftovers();
    std::erase_if(others, [&](const app::Leftover& other) { return other.note == leftover.note; });
    changed.offer(std::move(others));
  });
}

/// The plan with the path to its case as seen from the folder of `file`.
Plan asStoredIn(Plan plan, const fs::path& file) {
  const fs::path patient = plan.patient.path;
  const fs::path relative =
      patient.lexically_relative(fs::absolute(file).lexically_normal().parent_path());
  if (patient.is_absolute() && !relative.empty())
    plan.patient.path = relative.string();
  return plan;
}

/// Over the file that was opened only if nobody changed it since, or if it is to be replaced; a
/// file of another name is meant.
Work saveTo(const fs::path& file, bool replace) {
  return atOnce([file, replace](app::Document& document) {
    const Plan& plan = document.history().current();
    requireSound(plan, document.patient());
    const std::string text = planToJson(asStoredIn(plan, file));
    std::error_code none;
    if (!replace && !document.file().empty() && fs::equivalent(file, document.file(), none))
      replaceFile(file, text, document.fileMark());
    else
      writeFileAtomically(file, text);
    document.markSaved(fs::absolute(file), markOf(text));
    document.tell(app::Notice::Kind::Done, "Saved " + file.filename().string());
  });
}

Work save(const app::Document& document, const json& arguments) {
  const std::optional<std::string> path = textIn(arguments, "path");
  if (!path && document.file().empty())
    throw Error("The plan has no file yet: say where to save it.");
  return saveTo(path ? fs::path(*path) : document.file(),
                truthIn(arguments, "replace").value_or(false));
}

Work saveAs(const app::Document&, const json& arguments) {
  return saveTo(textOf(arguments, "path"), truthIn(arguments, "replace").value_or(false));
}

Work exportNumbers(const app::Document& document, const json& arguments) {
  return [model = document.sharedModel(),
          plan = document.plan(),
          file = fs::path(textOf(arguments, "path"))](const Progress& progress) -> Change {
    const Evaluation evaluation = evaluate(*model, plan, {}, progress);
    writeFileAtomically(file, facts::evaluationToJson(evaluation, plan));
    return [file](app::Document& changed) {
      changed.tell(app::Notice::Kind::Done, "Wrote every number to " + file.filename().string());
    };
  };
}

Work report(const app::Document& document, const json& arguments) {
  json asked = arguments;
  asked["to"] = "report";
  return workOf(findAction("export"), document, asked);
}

Work quit(const app::Document&, const json&) {
  return showing([](app::ViewState& view) { view.closing = true; });
}

}  // namespace

// NOLINTNEXTLINE(readability-function-size): a table, an action a row.
std::vector<Action> fileActions() {
  return {
      {.id = "open",
       .text = "Open case or plan…",
       .menu = "File",
       .shortcut = "Ctrl+O",
       .icon = "open",
       .arguments = {"path", "ask"},
       .enabled = always,
       .prepare = open,
       .slow = true,
       .replacesPlan = true,
       .ask = Ask::FileToOpen},
      {.id = "open-folder",
       .text = "Open case folder or DICOM folder…",
       .menu = "File",
       .shortcut = "Ctrl+Shift+O",
       .icon = "folder",
       .arguments = {"path", "ask"},
       .enabled = always,
       .prepare = open,
       .slow = true,
       .replacesPlan = true,
       .ask = Ask::FolderToOpen},
      {.id = "open-bundled",
       .text = "Open bundled patient",
       .arguments = {"patient"},
       .enabled = always,
       .prepare = openBundled,
       .slow = true,
       .replacesPlan = true},
      {.id = "open-random",
       .text = "Open a virtual patient drawn at random",
       .menu = "File",
       .arguments = {"seed", "lesions"},
       .enabled = always,
       .prepare = openRandom,
       .slow = true,
       .replacesPlan = true},
      {.id = "save",
       .text = "Save plan",
       .menu = "File",
       .section = 1,
       .shortcut = "Ctrl+S",
       .icon = "save",
       .arguments = {"path", "replace"},
       .enabled = whenOpen,
       .prepare = save,
       .ask = Ask::PlanToSave},
      {.id = "save-as",
       .text = "Save plan as…",
       .menu = "File",
       .section = 1,
       .shortcut = "Ctrl+Shift+S",
       .arguments = {"path", "replace"},
       .enabled = whenOpen,
       .prepare = saveAs,
       .ask = Ask::PlanToSave},
      {.id = "export-numbers",
       .text = "Export every number…",
       .menu = "File",
       .section = 2,
       .icon = "export",
       .arguments = {"path"},
       .enabled = whenOpen,
       .prepare = exportNumbers,
       .slow = true,
       .ask = Ask::NumbersToSave},
      {.id = "report",
       .text = "Report with pictures…",
       .menu = "File",
       .section = 2,
       .icon = "export",
       .arguments = {"path", "title"},
       .enabled = whenOpen,
       .prepare = report,
       .slow = true,
       .ask = Ask::ReportToSave},
      {.id = "recover",
       .text = "Recover unsaved work",
       .menu = "File",
       .section = 1,
       .enabled = whenLeftover,
       .prepare = recover,
       .slow = true,
       .replacesPlan = true},
      {.id = "drop-unsaved",
       .text = "Drop unsaved work of an earlier run",
       .menu = "File",
       .section = 1,
       .enabled = whenLeftover,
       .prepare = dropLeftover},
      {.id = "quit",
       .text = "Quit",
       .menu = "File",
       .section = 4,
       .shortcut = "Ctrl+Q",
       .enabled = always,
       .prepare = quit,
       .inLesson = true},
  };
}

}  // namespace trocar::actions
