#include "app/cli/pdf/report_pdf.h"
#include "app/cli/plan_options.h"
#include "app/cli/verb.h"
#include "app/report_pictures.h"
#include "core/error.h"
#include "core/io.h"
#include "planning/evaluation/evaluation.h"
#include "planning/model/case_model.h"
#include "planning/model/evaluation_options.h"
#include "planning/plan/plan_file.h"
#include "planning/report/report_html.h"
#include "render/scene_state.h"

#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace trocar::cli {
namespace {

struct Options {
  std::filesystem::path plan;
  std::filesystem::path patient;
  std::filesystem::path out;
  std::filesystem::path since;
  bool physics = true;
  bool pictures = true;
};

void run(const Options& options) {
  const std::string extension = options.out.extension().string();
  if (extension != ".html" && extension != ".pdf")
    throw Error("The report " + options.out.string() +
                " must end in .html or .pdf: give such a name to --out.");
  const OpenedPlan opened = openPlan(options.plan, options.patient, false);
  const Plan& plan = opened.plan;
  const std::shared_ptr<const Case>& patient = opened.patient;
  const CaseModel model(patient, plan.corrections);
  EvaluationOptions how;
  how.physics = options.physics;
  auto evaluation = std::make_shared<Evaluation>(evaluate(model, plan, how));
  std::vector<report::ReportPicture> pictures;
  if (options.pictures) {
    pictures = app::reportPictures(app::handoverScene(model, plan, evaluation));
  }
  const std::optional<Plan> before =
      options.since.empty() ? std::nullopt : std::optional(readPlanAloud(options.since));
  const report::Report report = report::makeReport(*patient,
                                                   plan,
                                                   *evaluation,
                                                   pictures,
                                                   {before ? &*before : nullptr,
                                                    options.plan.filename().string(),
                                                    decide::frameworksFor(model, plan)});
  if (extension == ".html")
    writeFileAtomically(options.out, report::reportToHtml(report));
  else
    writeReportPdf(report, options.out);
  std::cout << "Wrote " << options.out.string() << '\n';
}

}  // namespace

void addReport(Verb program, int& /*status*/) {
  auto options = std::make_shared<Options>();
  Verb verb = program.verb("report", "The plan on paper: one HTML file or a PDF");
  verb.option("plan", &options->plan, "The plan's file").required();
  verb.option("--out", &options->out, "FILE.html or FILE.pdf").required();
  verb.option("--since", &options->since, "An earlier version of the plan, to tell what changed");
  verb.option("--case", &options->patient, "The case, where it has moved");
  verb.flag("!--no-physics", options->physics, "Published zones only");
  verb.flag("!--no-pictures", options->pictures, "Without pictures");
  verb.calls([options] { run(*options); });
}

}  // namespace trocar::cli
