#include "planning/evaluation/evaluation.h"

#include "planning/ablation/evaluate_ablation.h"
#include "planning/ablation/zones/protected_region.h"
#include "planning/access/made_up_slices.h"
#include "planning/access/placement.h"
#include "planning/cement/devices/augmentation.h"
#include "planning/cement/evaluate_cement.h"
#include "planning/evaluation/advice.h"
#include "planning/evaluation/made_up_results.h"
#include "planning/findings/rule_text.h"
#include "planning/fixation/fixation_order.h"
#include "planning/fixation/screw_findings.h"
#include "planning/fixation/screw_grade.h"
#include "planning/model/case_model.h"
#include "planning/model/evaluation_options.h"
#include "planning/model/needle_evaluation.h"
#include "planning/search/approach.h"

#include <algorithm>
#include <iterator>

namespace trocar {
namespace {

using Severity = Finding::Severity;

void append(std::vector<Finding>& findings, std::vector<Finding> more) {
  std::move(more.begin(), more.end(), std::back_inserter(findings));
}

/// Why a needle cannot be measured at all.
std::optional<Finding> unmeasurable(const Needle& needle) {
  const auto& catalogue = instrumentCatalogue();
  const bool known =
      std::any_of(catalogue.begin(), catalogue.end(), [&](const Instrument& instrument) {
        return instrument.id == needle.instrument;
      });
  if (!known)
    return findingOf("instrument-unknown",
                     Severity::Danger,
                     needle.id,
                     needle.id + ": the catalogue has no instrument '" + needle.instrument + "'.");
  if (needle.trajectory.entry == needle.trajectory.target)
    return findingOf("entry-is-target",
                     Severity::Danger,
                     needle.id,
                     needle.id + ": entry and target are the same point.");
  return std::nullopt;
}

/// "lateral left".
std::string wordOf(PatientPosition position) {
  std::string word(toString(position));
  std::replace(word.begin(), word.end(), '_', ' ');
  return word;
}

std::optional<Finding> positionFinding(const Case& patient, const Plan& plan) {
  if (patient.position == PatientPosition::Unknown ||
      plan.procedurePosition == PatientPosition::Unknown ||
      patient.position == plan.procedurePosition)
    return std::nullopt;
  return findingOf("position-differs",
                   Severity::Note,
                   "",
                   "The CT was made " + wordOf(patient.position) + ", the procedure is planned " +
                       wordOf(plan.procedurePosition) +
                       ": the spine bends and soft organs shift between the two.");
}

/// Returns the plan without the needles that cannot be measured, and what hangs on them.
Plan evaluateNeedles(const CaseModel& model,
                     const Plan& plan,
                     Evaluation& evaluation,
                     const Progress& progress) {
  Plan measurable = plan;
  for (const Needle& needle : plan.needles) {
    progress.at(static_cast<double>(evaluation.needles.size()) /
                static_cast<double>(plan.needles.size()));
    if (auto finding = unmeasurable(needle)) {
      evaluation.findings.push_back(*std::move(finding));
      evaluation.needles.push_back({});
      evaluation.needles.back().id = needle.id;
      measurable = withoutNeedle(measurable, needle.id);
      continue;
    }
    evaluation.needles.push_back(access::measureNeedle(model, needle));
    fixation::gradeAsScrew(model, plan, needle, evaluation.needles.back());
    const anatomy::VertebraAnatomy* vertebra =
        needle.level.empty() ? nullptr : model.vertebra(needle.level);
    append(evaluation.findings,
           search::needleFindings({model,
                                   plan,
                                   needle,
                                   findInstrument(needle.instrument),
                                   vertebra,
                                   access::sideOf(model, needle),
                                   evaluation.needles.back()}));
  }
  append(evaluation.findings, access::madeUpLesionFindings(model));
  append(evaluation.findings, search::pairFindings(measurable));
  append(evaluation.findings, fixation::screwGroupFindings(model, measurable));
  append(evaluation.findings, fixation::fixationOrderFindings(model, measurable));
  append(evaluation.findings, cement::augmentationFindings(model, measurable));
  return measurable;
}

void addPlacement(const CaseModel& model,
                  const Plan& plan,
                  const EvaluationOptions& options,
                  Evaluation& evaluation) {
  if (options.placementSamples <= 0)
    return;
  for (NeedleEvaluation& numbers : evaluation.needles) {
    const Needle* needle = plan.find(numbers.id);
    if (!needle)
      continue;
    numbers.placement =
        access::placementOf(model, *needle, access::placementRequest(plan, options));
    if (auto finding = access::placementFinding(model.patient(), *needle, *numbers.placement))
      evaluation.findings.push_back(*std::move(finding));
  }
}

}  // namespace

Evaluation evaluate(const CaseModel& model,
                    const Plan& plan,
                    const EvaluationOptions& options,
                    const Progress& progress) {
  Evaluation evaluation;
  const Plan measurable = evaluateNeedles(model, plan, evaluation, progress.span(0.0, 0.1));
  addPlacement(model, measurable, options, evaluation);
  evaluation.ablation =
      ablation::evaluateAblation(model, measurable, options, progress.span(0.1, 0.6));
  if (evaluation.ablation)
    append(evaluation.findings,
           ablation::ablationFindings(model, measurable, *evaluation.ablation));
  const ablation::AblationResult* ablation = evaluation.ablation ? &*evaluation.ablation : nullptr;
  if (options.physics) {
    evaluation.protections = ablation::protectedRegions(model, measurable);
    append(evaluation.findings,
           ablation::protectedRegionFindings(model, measurable, evaluation.protections));
  }
  if (options.physics)
    evaluation.cement =
        cement::cementAfter(ablation, model, measurable, options, progress.span(0.6, 1.0));
  if (evaluation.cement)
    append(evaluation.findings,
           cement::cementFindings(model, measurable, *evaluation.cement, ablation));
  append(evaluation.findings,
         madeUpResultFindings(
             model.patient(), ablation, evaluation.cement ? &*evaluation.cement : nullptr));
  append(evaluation.findings, adviceFindings(model, plan, evaluation.needles));
  if (auto finding = positionFinding(model.patient(), plan))
    evaluation.findings.push_back(*std::move(finding));
  markAccepted(plan.acceptances, evaluation.findings);
  std::stable_sort(evaluation.findings.begin(),
                   evaluation.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
  progress.at(1.0);
  return evaluation;
}

void markAccepted(const std::vector<Acceptance>& acceptances, std::vector<Finding>& findings) {
  for (Finding& finding : findings) {
    finding.accepted.reset();
    for (const Acceptance& one : acceptances) {
      if (one.rule == finding.rule && one.subject == finding.subject)
        finding.accepted = one.reason;
    }
  }
}

}  // namespace trocar
