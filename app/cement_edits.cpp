#include "app/cement_edits.h"

#include "planning/cement/evaluate_cement.h"

#include <algorithm>
#include <utility>

namespace trocar::app {
namespace {

constexpr double kLeastMl = 1e-6;

}  // namespace

Plan withInjectionsUpTo(Plan plan, const cement::CementResult* cement, double injectedMl) {
  double leftMl = injectedMl;
  for (std::size_t n = 0; n < plan.injections.size(); ++n) {
    Injection& injection = plan.injections[n];
    const bool known =
        cement && n < cement->needles.size() && cement->needles[n].needle == injection.needle;
    const double wentInMl = known ? cement->needles[n].deliveredMl : injection.volumeMl;
    injection.volumeMl = std::clamp(leftMl, 0.0, std::min(injection.volumeMl, wentInMl));
    leftMl -= injection.volumeMl;
  }
  std::erase_if(plan.injections,
                [](const Injection& injection) { return injection.volumeMl < kLeastMl; });
  return plan;
}

Plan withTreatmentOf(Plan plan, const Plan& kept) {
  plan.needles = kept.needles;
  plan.protocols = kept.protocols;
  plan.protections = kept.protections;
  plan.injections = kept.injections;
  plan.cementMix = kept.cementMix;
  return plan;
}

void addLeakEnsemble(Evaluation& evaluation,
                     const Plan& plan,
                     const cement::LeakEnsemble& ensemble) {
  if (!evaluation.cement || evaluation.cement->members > 0)
    return;
  cement::addLeakProbabilities(*evaluation.cement, ensemble);
  for (Finding& finding : cement::possibleLeakFindings(*evaluation.cement)) {
    for (const Acceptance& one : plan.acceptances) {
      if (one.rule == finding.rule && one.subject == finding.subject)
        finding.accepted = one.reason;
    }
    evaluation.findings.push_back(std::move(finding));
  }
  std::stable_sort(evaluation.findings.begin(),
                   evaluation.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
}

}  // namespace trocar::app
