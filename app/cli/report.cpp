#include "app/cli/plan_options.h"
#include "app/cli/verb.h"
#include "app/export.h"
#include "app/pdf/report_pdf.h"
#include "core/file_name.h"
#include "core/io.h"
#include "planning/evaluation/evaluation.h"
#include "planning/model/case_model.h"
#include "planning/model/evaluation_options.h"
#include "planning/plan/plan_file.h"
#include "planning/report/report_html.h"

#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace trocar::cli {
namespace {

struct ReportOptions {
  std::filesystem::path plan;
  std::filesystem::path patient;
  std::filesystem::path out;
  std::filesystem::path since;
  std::string title;
  bool anyCase = false;
  bool physics = true;
  bool pictures = true;
};

void run(const ReportOptions& options) {
  requireEnding(options.out, {".html", ".pdf"}, "a report");
  const OpenedPlan opened = openPlan(options.plan, options.patient, options.anyCase);
  app::PlanExport plan = exportOf(opened, options.out, options.title);
  app::requireTitle(plan);
  const std::optional<Plan> before =
      options.since.empty() ? std::nullopt
                            : std::optional(readPlanAloudOn(*opened.patient, options.since));
  EvaluationOptions how;
  how.physics = options.physics;
  plan.evaluation = std::make_shared<const Evaluation>(evaluate(*plan.model, plan.plan, how));
  plan = app::titled(std::move(plan));
  const report::Report report =
      app::reportOf(plan, options.pictures, before ? &*before : nullptr, {});
  writeFileAtomically(options.out,
                      endsIn(options.out, ".pdf")
                          ? pdf::reportPdf(report, pdf::identityOf(plan.plan, plan.planFile))
                          : report::reportToHtml(report));
  std::cout << "Wrote " << options.out.string() << '\n';
}

}  // namespace

void addReport(Verb program, int& /*status*/) {
  auto options = std::make_shared<ReportOptions>();
  Verb verb = program.verb("report", "The plan on paper: one HTML file or a PDF");
  verb.option("plan", &options->plan, "The plan's file").required();
  verb.option("--out", &options->out, "FILE.html or FILE.pdf").required().written();
  verb.option("--since", &options->since, "An earlier version of the plan, to tell what changed");
  verb.option("--title", &options->title, "What it calls the case, instead of the case's own name");
  verb.option("--case", &options->patient, "The case, where it has moved");
  verb.flag("--any-case", options->anyCase, "Report on a case the plan was not made on");
  verb.flag("!--no-physics", options->physics, "Published zones only");
  verb.flag("!--no-pictures", options->pictures, "Without pictures");
  verb.calls([options] { run(*options); });
}

}  // namespace trocar::cli
