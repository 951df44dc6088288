#include "planning/evaluation/evaluation.h"

#include "planning/ablation/evaluate_ablation.h"
#include "planning/ablation/zones/protected_region.h"
#include "planning/ablation/zones/simulated_result.h"
#include "planning/access/made_up_slices.h"
#include "planning/access/placement.h"
#include "planning/cement/devices/augmentation.h"
#include "planning/cement/evaluate_cement.h"
#include "planning/evaluation/access_archive.h"
#include "planning/evaluation/advice.h"
#include "planning/evaluation/made_up_results.h"
#include "planning/findings/rule_text.h"
#include "planning/fixation/fixation_order.h"
#include "planning/fixation/screw_findings.h"
#include "planning/fixation/screw_grade.h"
#include "planning/model/case_model.h"
#include "planning/model/evaluation_options.h"
#include "planning/model/needle_evaluation.h"
#include "planning/model/recalled.h"
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

/// What of a plan the numbers of a needle depend on: the needle, which comes first, the one that it
/// runs through, the cement through it, broken pedicles and how the patient lies.
Plan accessPart(const Plan& plan, const Needle& needle) {
  Plan part;
  part.needles = {needle};
  part.needles.front().locked = false;
  if (const Needle* cannula = needle.through ? plan.find(*needle.through) : nullptr)
    part.needles.push_back(*cannula);
  for (const Injection& injection : plan.injections) {
    if (injection.needle == needle.id)
      part.injections.push_back(injection);
  }
  part.pedicleFractures = plan.pedicleFractures;
  part.procedurePosition = plan.procedurePosition;
  return part;
}

/// The first needle of a part.
Judged judge(const CaseModel& model, const Plan& part) {
  const Needle& needle = part.needles.front();
  Judged judged{access::measureNeedle(model, needle), {}};
  fixation::gradeAsScrew(model, part, needle, judged.numbers);
  judged.findings =
      search::needleFindings({model,
                              part,
                              needle,
                              findInstrument(needle.instrument),
                              needle.level.empty() ? nullptr : model.vertebra(needle.level),
                              access::sideOf(model, needle),
                              judged.numbers});
  return judged;
}

/// What is to be said of the plan as a whole.
std::vector<Finding> togetherFindings(const CaseModel& model, const Plan& plan) {
  std::vector<Finding> findings = access::madeUpLesionFindings(model);
  append(findings, search::pairFindings(plan));
  append(findings, fixation::screwGroupFindings(model, plan));
  append(findings, fixation::fixationOrderFindings(model, plan));
  append(findings, cement::augmentationFindings(model, plan));
  return findings;
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
    const Plan part = accessPart(plan, needle);
    const auto judged = recalledSealed<Judged>(
        model, recallKey("access", model, part), [&] { return judge(model, part); });
    evaluation.needles.push_back(judged->numbers);
    append(evaluation.findings, judged->findings);
  }
  Plan part = evaluatedPart(measurable);
  part.patient = {};
  for (Needle& needle : part.needles)
    needle.locked = false;
  append(evaluation.findings,
         *recalledSealed<std::vector<Finding>>(model, recallKey("together", model, part), [&] {
           return togetherFindings(model, part);
         }));
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
    Plan part = accessPart(plan, *needle);
    part.placement = plan.placement;
    const RecallKey key =
        recallKey("placement",
                  model,
                  part,
                  options.placement + '/' + std::to_string(options.placementSamples) + '/' +
                      std::to_string(options.seed));
    const auto placed = recalledSealed<Placed>(model, key, [&] {
      const Needle& one = part.needles.front();
      Placed made{access::placementOf(model, one, access::placementRequest(part, options)), {}};
      made.finding = access::placementFinding(model.patient(), one, made.placement);
      return made;
    });
    numbers.placement = placed->placement;
    if (placed->finding)
      evaluation.findings.push_back(*placed->finding);
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

Plan evaluatedPart(Plan plan) {
  plan.acceptances.clear();
  plan.bookmarks.clear();
  plan.ticks.clear();
  plan.scales.clear();
  plan.note.clear();
  return plan;
}

bool arePhysicsKnown(const CaseModel& model, const Plan& plan, const EvaluationOptions& options) {
  if (!ablation::simulatedProbes(plan).empty())
    return ablation::isSimulationKnown(model, plan, options.resolutionMm);
  return plan.protocols.empty() && cement::isCementKnown(model, plan, options.resolutionMm);
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
