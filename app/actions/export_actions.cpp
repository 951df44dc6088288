#include "app/actions/arguments.h"
#include "app/actions/groups.h"
#include "app/export.h"
#include "core/error.h"
#include "core/io.h"
#include "planning/evaluation/sound_plan.h"
#include "planning/handover/marked_landmarks.h"
#include "planning/handover/markups.h"
#include "planning/model/all_landmarks.h"
#include "planning/model/evaluation_options.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace trocar::actions {
namespace {

using nlohmann::json;

Work showingSheet(app::Overlay sheet) {
  return showing([sheet](app::ViewState& view) {
    view.overlay = view.overlay == sheet ? app::Overlay::None : sheet;
  });
}

Work exportSheet(const app::Document&, const json&) {
  return showingSheet(app::Overlay::Export);
}

Work handOverSheet(const app::Document&, const json&) {
  return showingSheet(app::Overlay::HandOver);
}

/// Evaluated afresh, so that it is the plan as it is now, simulated unless that is left out.
Work exportPlan(const app::Document& document, const json& arguments) {
  const app::ExportFormat& format = app::exportFormat(textOf(arguments, "to"));
  app::PlanExport plan{document.sharedModel(),
                       document.plan(),
                       nullptr,
                       document.file(),
                       textOf(arguments, "path"),
                       textIn(arguments, "title").value_or("")};
  app::requirePlaceFor(format, plan.out);
  if (format.titled)
    app::requireTitle(plan);
  const bool physics = truthIn(arguments, "physics").value_or(true);
  return [&format, plan, physics](const Progress& progress) -> Change {
    app::PlanExport whole = plan;
    if (format.evaluated) {
      EvaluationOptions how;
      how.physics = physics;
      whole.evaluation = std::make_shared<const Evaluation>(
          evaluate(*whole.model, whole.plan, how, progress.span(0.0, 0.6)));
    }
    app::exportPlan(format, whole, progress.span(0.6, 1.0));
    return [name = whole.out.filename().string()](app::Document& changed) {
      changed.tell(app::Notice::Kind::Done, "Wrote " + name);
    };
  };
}

/// Lines that Trocar wrote come back as the needles they were, others as the chosen instrument;
/// points whose labels name landmarks move these.
Work importNeedles(const app::Document& document, const json& arguments) {
  const std::string file = textOf(arguments, "path");
  const handover::Markups markups =
      handover::placedOn(document.patient(), handover::markupsFrom(readFile(file), file));
  const std::string instrument =
      textIn(arguments, "instrument").value_or(document.view().instrument);
  return [markups, instrument, model = document.sharedModel(), plan = document.plan()](
             const Progress& progress) -> Change {
    const handover::MarkedLandmarks landmarks =
        markups.points.empty()
            ? handover::MarkedLandmarks()
            : handover::landmarksIn(markups.points, allLandmarks(*model, progress));
    const auto taken = [markups, instrument, landmarks](Plan before) {
      return handover::withLandmarks(
          handover::withMarkedNeedles(std::move(before), markups.needles, instrument), landmarks);
    };
    requireSound(taken(plan), model->patient());
    return [markups, landmarks, taken](app::Document& changed) {
      changed.commit("Markups of a file", taken(changed.history().current()));
      if (!markups.points.empty())
        changed.tell(app::Notice::Kind::Done, handover::toldOf(landmarks));
    };
  };
}

}  // namespace

std::vector<Action> exportActions() {
  return {{.id = "export-sheet",
           .text = "Export…",
           .menu = "File",
           .section = 2,
           .shortcut = "Ctrl+E",
           .icon = "export",
           .enabled = whenOpen,
           .prepare = exportSheet},
          {.id = "hand-over-sheet",
           .text = "Hand over…",
           .menu = "File",
           .section = 2,
           .icon = "export",
           .enabled = whenOpen,
           .prepare = handOverSheet},
          {.id = "export",
           .text = "Export the plan in one form",
           .arguments = {"to", "path", "title", "physics"},
           .enabled = whenOpen,
           .prepare = exportPlan,
           .slow = true},
          {.id = "import-needles",
           .text = "Needles and landmarks from 3D Slicer…",
           .menu = "File",
           .arguments = {"path", "instrument"},
           .enabled = whenOpen,
           .prepare = importNeedles,
           .ask = Ask::FileToOpen}};
}

}  // namespace trocar::actions
