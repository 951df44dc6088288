#include "app/cli/evaluation_text.h"
#include "app/cli/plan_options.h"
#include "app/cli/verb.h"
#include "planning/evaluation/evaluation.h"
#include "planning/facts/evaluation_json.h"
#include "planning/model/case_model.h"
#include "planning/model/evaluation_options.h"

#include <algorithm>
#include <iostream>
#include <memory>

namespace trocar::cli {
namespace {

struct CheckOptions {
  std::string plan;
  std::string patient;
  bool anyCase = false;
  bool noPhysics = false;
  bool json = false;
};

bool stands(const Finding& finding) {
  return finding.severity == Finding::Severity::Danger && !finding.accepted;
}

int run(const CheckOptions& options) {
  const OpenedPlan opened = openPlan(options.plan, options.patient, options.anyCase);
  EvaluationOptions how;
  how.physics = !options.noPhysics;
  const CaseModel model(opened.patient, opened.plan.corrections, opened.memory);
  const std::vector<Finding> findings = evaluate(model, opened.plan, how).findings;
  std::cout << (options.json ? facts::findingsToJson(findings)
                             : findingsText(findings, *opened.patient));
  return std::any_of(findings.begin(), findings.end(), stands) ? 1 : 0;
}

}  // namespace

void addCheck(Verb program, int& status) {
  Verb verb = program.verb("check", "The findings alone; exit 1 while a danger stands unaccepted");
  auto options = std::make_shared<CheckOptions>();
  verb.option("PLAN", &options->plan, "Plan file").required();
  verb.option("--case", &options->patient, "Where its case lies now");
  verb.flag("--any-case", options->anyCase, "Check on a case the plan was not made on");
  verb.flag("--no-physics", options->noPhysics, "Published zones only, no simulation");
  verb.flag("--json", options->json, "One JSON document on standard output");
  verb.calls([options, &status] { status = run(*options); });
}

}  // namespace trocar::cli
