#include "app/cli/plan_options.h"
#include "app/cli/progress_line.h"
#include "app/cli/verb.h"
#include "planning/model/evaluation_options.h"

#include <iostream>
#include <memory>

namespace trocar::cli {
namespace {

struct ExportOptions {
  std::string plan;
  std::string patient;
  std::string to;
  std::string out;
  std::string title;
  bool anyCase = false;
  bool uncompressed = false;
  bool noPhysics = false;
  double resolutionMm = 1.0;
};

std::vector<std::string> formatWords() {
  std::vector<std::string> words;
  for (const app::ExportFormat& format : app::exportFormats())
    words.push_back(format.word);
  return words;
}

void run(const ExportOptions& options) {
  const app::ExportFormat& format = app::exportFormat(options.to);
  app::requirePlaceFor(format, options.out);
  const OpenedPlan opened = openPlan(options.plan, options.patient, options.anyCase);
  app::PlanExport plan = exportOf(opened, options.out, options.title);
  plan.plainDicom = options.uncompressed;
  if (format.titled)
    app::requireTitle(plan);
  const ProgressLine line;
  if (format.evaluated) {
    EvaluationOptions how;
    how.physics = !options.noPhysics;
    how.resolutionMm = options.resolutionMm;
    plan.evaluation = std::make_shared<const Evaluation>(
        evaluate(*plan.model, plan.plan, how, line.progress(0.0, 0.7)));
  }
  app::exportPlan(format, plan, line.progress(0.7, 1.0));
  std::cout << "Wrote " << options.out << '\n';
}

}  // namespace

void addExport(Verb program, int& /*status*/) {
  Verb verb = program.verb("export", "Hand a plan over to other programs");
  auto options = std::make_shared<ExportOptions>();
  verb.option("PLAN", &options->plan, "Plan file").required();
  verb.option("--to", &options->to, "Form in which it leaves").required().oneOf(formatWords());
  verb.option("--out", &options->out, "File or folder to write").required();
  verb.option("--title", &options->title, "What pages call the case, instead of its own name");
  verb.option("--case", &options->patient, "Where its case lies now");
  verb.flag("--uncompressed",
            options->uncompressed,
            "A DICOM segmentation that is not deflated, for archives that take no other");
  verb.flag("--any-case", options->anyCase, "Export on a case the plan was not made on");
  verb.option("--resolution", &options->resolutionMm, "Grid of the physics in mm")
      .within(0.25, 4.0);
  verb.flag("--no-physics", options->noPhysics, "Published zones only, no simulation");
  verb.calls([options] { run(*options); });
}

}  // namespace trocar::cli
