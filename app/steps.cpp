#include "app/steps.h"

#include "planning/access/unjudged_groups.h"
#include "planning/review/finding_groups.h"

#include <algorithm>

namespace trocar::app {
namespace {

std::string counted(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

bool hasBrokenNeedle(const Document& document) {
  if (!document.evaluation())
    return false;
  const auto& needles = document.evaluation()->needles;
  return std::any_of(needles.begin(), needles.end(), [](const NeedleEvaluation& needle) {
    return needle.breach && needle.breach->grade >= 'C';
  });
}

StepState anatomyState(const Document& document) {
  const std::size_t levels = levelsOf(document.patient()).size();
  if (levels == 0)
    return {Progressed::Open, "no labelled vertebra"};
  return {Progressed::Done, counted(levels, "level") + " labelled"};
}

StepState needlesState(const Document& document) {
  const std::size_t needles = document.plan().needles.size();
  if (needles == 0)
    return {Progressed::Next, "place the first needle"};
  if (hasBrokenNeedle(document))
    return {Progressed::Next, "a needle leaves the bone"};
  if (document.evaluation() && !isSafetyJudged(*document.evaluation()))
    return {Progressed::Open, counted(needles, "needle") + ", safety not judged"};
  return {Progressed::Done, counted(needles, "needle")};
}

StepState treatmentState(const Document& document) {
  const Plan& plan = document.plan();
  if (plan.needles.empty())
    return {Progressed::Blocked, "place a needle first"};
  if (plan.protocols.empty() && plan.injections.empty())
    return {Progressed::Next, "choose a probe or cement"};
  return {Progressed::Done,
          counted(plan.protocols.size(), "probe") + ", " +
              counted(plan.injections.size(), "injection")};
}

bool hasOpenUnjudged(const Evaluation& evaluation) {
  return std::any_of(
      evaluation.findings.begin(), evaluation.findings.end(), [](const Finding& finding) {
        return access::saysUnjudged(finding) && !finding.accepted;
      });
}

StepState reviewState(const Document& document) {
  if (document.plan().needles.empty())
    return {Progressed::Blocked, "place a needle first"};
  if (!document.evaluation())
    return {Progressed::Open, "measuring"};
  const int dangers = openFindings(*document.evaluation(), Finding::Severity::Danger);
  if (dangers > 0)
    return {Progressed::Next, counted(static_cast<std::size_t>(dangers), "danger") + " to settle"};
  if (hasOpenUnjudged(*document.evaluation()))
    return {Progressed::Next, "safety not judged"};
  if (document.hasUnsavedChanges() || document.file().empty())
    return {Progressed::Next, "not saved yet"};
  return {Progressed::Done, "saved, no open danger"};
}

}  // namespace

StepState stateOf(const Document& document, Step step) {
  if (!document.isOpen())
    return step == Step::Case ? StepState{Progressed::Next, "open a case"}
                              : StepState{Progressed::Blocked, "open a case first"};
  switch (step) {
    case Step::Case:
      return {Progressed::Done, document.patient().title};
    case Step::Anatomy:
      return anatomyState(document);
    case Step::Needles:
      return needlesState(document);
    case Step::Treatment:
      return treatmentState(document);
    default:
      return reviewState(document);
  }
}

int openFindings(const Evaluation& evaluation, Finding::Severity severity) {
  const std::vector<review::FindingGroup> groups = review::groupedFindings(evaluation.findings);
  return static_cast<int>(
      std::count_if(groups.begin(), groups.end(), [&](const review::FindingGroup& group) {
        return group.severity() == severity && !group.isAccepted() &&
               !access::saysUnjudged(group.findings.front());
      }));
}

bool isSafetyJudged(const Evaluation& evaluation) {
  return std::none_of(evaluation.findings.begin(),
                      evaluation.findings.end(),
                      [](const Finding& finding) { return access::saysUnjudged(finding); });
}

}  // namespace trocar::app
