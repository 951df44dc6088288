#include "app/actions/arguments.h"
#include "app/actions/groups.h"
#include "app/bookmarks.h"
#include "app/comparison.h"
#include "app/film.h"
#include "app/report_pictures.h"
#include "app/scene.h"
#include "core/error.h"
#include "planning/decide/subject.h"
#include "planning/evaluation/sound_plan.h"
#include "planning/plan/plan_file.h"
#include "planning/plan/scales.h"
#include "planning/review/checklist.h"
#include "render/canvas/picture.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

namespace trocar::actions {
namespace {

using nlohmann::json;

Acceptance acceptanceOf(const json& finding, const std::string& reason) {
  return {textOf(finding, "rule"), textIn(finding, "subject").value_or(""), reason};
}

/// Of one finding, or of all "findings" for one reason.
Work accept(const app::Document&, const json& arguments) {
  const std::string reason = textOf(arguments, "reason");
  if (reason.empty())
    throw Error("Accepting a finding needs a reason: write one.");
  std::vector<Acceptance> acceptances;
  if (arguments.contains("findings")) {
    for (const json& finding : arguments.at("findings"))
      acceptances.push_back(acceptanceOf(finding, reason));
  } else {
    acceptances.push_back(acceptanceOf(arguments, reason));
  }
  if (acceptances.empty())
    throw Error("accept: \"findings\" is empty.");
  const std::string label = "Accept " + acceptances.front().rule;
  return editing(label, [acceptances = std::move(acceptances)](Plan plan) {
    for (const Acceptance& one : acceptances)
      plan = withAcceptance(std::move(plan), one);
    return plan;
  });
}

Work withdrawAcceptance(const app::Document&, const json& arguments) {
  return editing("Withdraw acceptance",
                 [rule = textOf(arguments, "rule"),
                  subject = textIn(arguments, "subject").value_or("")](Plan plan) {
                   std::erase_if(plan.acceptances, [&](const Acceptance& acceptance) {
                     return acceptance.rule == rule && acceptance.subject == subject;
                   });
                   return plan;
                 });
}

Work setPosition(const app::Document&, const json& arguments) {
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

Work savePictureOf(const app::Document& document, const json& arguments) {
  const std::string word = textIn(arguments, "view").value_or("3d");
  const std::optional<render::ViewKind> kind = render::viewKindFromString(word);
  if (!kind)
    throw Error("There is no view \"" + word +
                "\": use 3d, axial, sagittal, coronal, along, across or barrel.");
  const int width = static_cast<int>(numberIn(arguments, "widthPx").value_or(1280));
  const int height = static_cast<int>(numberIn(arguments, "heightPx").value_or(960));
  return [state = app::sceneOf(document),
          kind = *kind,
          width,
          height,
          file = textOf(arguments, "path")](const Progress& progress) -> Change {
    render::savePicture(state, {kind, width, height}, file, progress);
    return [file](app::Document& changed) {
      changed.tell(app::Notice::Kind::Done, "Saved picture " + file);
    };
  };
}

constexpr std::array<const char*, app::kReviewPartCount> kParts = {
    "plan", "findings", "present", "prepare"};

Work choosePart(const app::Document&, const json& arguments) {
  const std::string word = textOf(arguments, "part");
  const auto part = std::find(kParts.begin(), kParts.end(), word);
  if (part == kParts.end())
    throw Error("The review has no part \"" + word + "\": use plan, findings, present or prepare.");
  return showing(
      [part = static_cast<app::ReviewPart>(part - kParts.begin())](app::ViewState& view) {
        view.step = app::Step::Review;
        view.reviewPart = part;
      });
}

Work tick(const app::Document& document, const json& arguments) {
  const std::string key = textOf(arguments, "item");
  const bool ticked = truthIn(arguments, "ticked").value_or(true);
  for (const review::Checklist& list : review::checklistsFor(document.plan())) {
    for (const review::ChecklistItem& item : list.items) {
      if (item.key == key)
        return editing(
            (ticked ? "Tick “" : "Untick “") + item.text + "”",
            [key, ticked](Plan plan) { return review::withTick(std::move(plan), key, ticked); });
    }
  }
  throw Error("No checklist of this plan has an item \"" + key + "\".");
}

Work noteScale(const app::Document&, const json& arguments) {
  const std::string key = textOf(arguments, "scale");
  const std::string date = textOf(arguments, "date");
  const std::optional<double> value = numberIn(arguments, "value");
  withScale({}, key, date, value);
  return editing((value ? "Note " : "Remove ") + key + " of " + date,
                 [=](Plan plan) { return withScale(std::move(plan), key, date, value); });
}

Plan soundPlanIn(const std::filesystem::path& file, const Case& patient) {
  std::vector<std::string> unheard;
  Plan plan = decide::withEntriesOnLesions(readPlan(file), patient, unheard);
  requireSound(plan, patient);
  return plan;
}

Work compareWith(const app::Document& document, const json& arguments) {
  const std::filesystem::path file = textOf(arguments, "path");
  const Eye eye = app::presentBookmark(document).eye;
  const std::string name =
      document.file().empty() ? "This plan" : document.file().filename().string();
  return [state = app::sceneOf(document), file, eye, name](const Progress& progress) -> Change {
    return showingComparison(
        app::compare(state,
                     {"A: " + name, state.plan},
                     {"B: " + file.filename().string(), soundPlanIn(file, *state.patient)},
                     app::cameraOf(eye),
                     progress));
  };
}

app::FilmOptions filmOptions(const json& arguments) {
  app::FilmOptions options;
  const std::string of = textIn(arguments, "of").value_or("bookmarks");
  if (of != "bookmarks" && of != "treatment")
    throw Error("A film is of \"bookmarks\" or of \"treatment\", not of \"" + of + "\".");
  options.of = of == "treatment" ? app::FilmOf::Treatment : app::FilmOf::Bookmarks;
  const auto sizeIn = [&](const char* key, int usual) {
    const double px = numberIn(arguments, key).value_or(usual);
    if (px < 64.0 || px > 4096.0)
      throw Error(std::string(key) + " of a film must be from 64 to 4096.");
    return static_cast<int>(px);
  };
  options.widthPx = sizeIn("widthPx", options.widthPx);
  options.heightPx = sizeIn("heightPx", options.heightPx);
  return options;
}

/// Evaluated afresh, so that the film shows the treatment of the plan and not of one before it.
Work film(const app::Document& document, const json& arguments) {
  return [model = document.sharedModel(),
          plan = document.plan(),
          options = filmOptions(arguments),
          file = std::filesystem::path(textOf(arguments, "path"))](
             const Progress& progress) -> Change {
    EvaluationOptions how;
    how.uncertainty = false;
    how.placementSamples = 0;
    auto evaluation =
        std::make_shared<const Evaluation>(evaluate(*model, plan, how, progress.span(0.0, 0.3)));
    const render::SceneState state =
        app::handoverScene(*model, plan, std::move(evaluation), progress.span(0.3, 0.4));
    const int frames = app::writeFilm(state, options, file, progress.span(0.4, 1.0));
    return [file, frames](app::Document& changed) {
      changed.tell(
          app::Notice::Kind::Done,
          "Wrote a film of " + std::to_string(frames) + " pictures to " + file.filename().string());
    };
  };
}

}  // namespace

std::vector<Action> reviewActions() {
  return {
      {.id = "review-part",
       .text = "Choose a part of the review",
       .arguments = {"part"},
       .enabled = whenOpen,
       .prepare = choosePart},
      {.id = "tick",
       .text = "Tick an item of a checklist",
       .arguments = {"item", "ticked"},
       .enabled = whenOpen,
       .prepare = tick},
      {.id = "scale",
       .text = "Note a value of a pain or function scale, or remove it",
       .arguments = {"scale", "date", "value"},
       .enabled = whenOpen,
       .prepare = noteScale},
      {.id = "compare",
       .text = "Compare with another plan…",
       .menu = "File",
       .section = 3,
       .arguments = {"path"},
       .enabled = whenOpen,
       .prepare = compareWith,
       .slow = true,
       .ask = Ask::FileToOpen},
      {.id = "film",
       .text = "Film of the bookmarks…",
       .menu = "File",
       .section = 2,
       .arguments = {"path", "of", "widthPx", "heightPx"},
       .enabled = whenOpen,
       .prepare = film,
       .slow = true,
       .ask = Ask::FilmToSave},
      {.id = "accept",
       .text = "Accept a finding with a reason",
       .arguments = {"rule", "subject", "findings", "reason"},
       .enabled = whenOpen,
       .prepare = accept},
      {.id = "withdraw-acceptance",
       .text = "Withdraw the acceptance of a finding",
       .arguments = {"rule", "subject"},
       .enabled = whenOpen,
       .prepare = withdrawAcceptance},
      {.id = "position",
       .text = "Position for the procedure",
       .arguments = {"position"},
       .enabled = whenOpen,
       .prepare = setPosition},
      {.id = "save-picture",
       .text = "Save a picture…",
       .menu = "File",
       .section = 2,
       .shortcut = "Ctrl+P",
       .icon = "picture",
       .arguments = {"path", "view", "widthPx", "heightPx"},
       .enabled = whenOpen,
       .prepare = savePictureOf,
       .slow = true,
       .ask = Ask::PictureToSave},
  };
}

}  // namespace trocar::actions
