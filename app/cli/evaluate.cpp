#include "app/cli/evaluation_text.h"
#include "app/cli/plan_options.h"
#include "app/cli/verb.h"
#include "planning/evaluation/evaluation.h"
#include "planning/facts/evaluation_json.h"
#include "planning/model/case_model.h"
#include "planning/model/evaluation_options.h"

#include <iostream>
#include <memory>

namespace trocar::cli {
namespace {

struct EvaluateOptions {
  std::string plan;
  std::string patient;
  bool anyCase = false;
  double resolutionMm = 1.0;
  bool noPhysics = false;
  int cementMembers = 32;
  std::string criterion;
  bool json = false;
};

void run(const EvaluateOptions& options) {
  OpenedPlan opened = openPlan(options.plan, options.patient, options.anyCase);
  EvaluationOptions how;
  how.physics = !options.noPhysics;
  how.resolutionMm = options.resolutionMm;
  how.cementMembers = options.cementMembers;
  how.cementStiffness = how.physics;
  if (!options.criterion.empty())
    opened.plan.lethalCriterion = requireLethalCriterion(options.criterion);
  const CaseModel model(opened.patient, opened.plan.corrections, opened.memory);
  const Evaluation evaluation = evaluate(model, opened.plan, how);
  std::cout << (options.json ? facts::evaluationToJson(evaluation, opened.plan)
                             : evaluationText(evaluation, opened.plan, *opened.patient));
}

}  // namespace

void addEvaluate(Verb program, int& /*status*/) {
  Verb verb = program.verb("evaluate", "Every number the planner shows for a plan");
  auto options = std::make_shared<EvaluateOptions>();
  verb.option("PLAN", &options->plan, "Plan file").required();
  verb.option("--case", &options->patient, "Where its case lies now");
  verb.flag("--any-case", options->anyCase, "Evaluate on a case the plan was not made on");
  verb.option("--resolution", &options->resolutionMm, "Grid of the physics in mm")
      .within(0.25, 4.0);
  verb.flag("--no-physics", options->noPhysics, "Published zones only, no simulation");
  verb.option("--cement-members",
              &options->cementMembers,
              "Simulations behind the probability of a cement leak; 0 leaves it out")
      .within(0, 1000);
  verb.option("--criterion",
              &options->criterion,
              "What counts as killed by heat: isotherm, cem43, arrhenius or cell-state; "
              "without, the plan's");
  verb.flag("--json", options->json, "One JSON document on standard output");
  verb.calls([options] { run(*options); });
}

}  // namespace trocar::cli
