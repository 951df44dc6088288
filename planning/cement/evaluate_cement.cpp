#include "planning/cement/evaluate_cement.h"

#include "planning/ablation/evaluate_ablation.h"
#include "planning/access/unjudged_groups.h"
#include "planning/cement/body/body_stiffness.h"
#include "planning/cement/body/curing_heat.h"
#include "planning/cement/cement_archive.h"
#include "planning/cement/cement_history.h"
#include "planning/cement/cement_measures.h"
#include "planning/cement/cement_part.h"
#include "planning/cement/flow/leak_ensemble.h"
#include "planning/model/recalled.h"

#include <algorithm>

namespace trocar::cement {
namespace {

void addLeaks(CementResult& result, const FilledSite& filled) {
  for (const CementLeak& leak : leaksOf(filled))
    result.leaks.push_back(leak);
  std::stable_sort(
      result.leaks.begin(), result.leaks.end(), [](const CementLeak& a, const CementLeak& b) {
        return a.volumeMl > b.volumeMl;
      });
}

const CementNeedle* needleAt(const CementResult& result,
                             double atMl,
                             const std::string& structure) {
  for (const CementNeedle& needle : result.needles) {
    if (needle.structure == structure && atMl >= needle.beginsAtMl - 1e-9 &&
        atMl <= needle.beginsAtMl + needle.deliveredMl + 1e-6)
      return &needle;
  }
  return nullptr;
}

void addStop(CementResult& result,
             const std::string& kind,
             const std::string& structure,
             const Arrival& at) {
  if (const CementNeedle* needle = needleAt(result, at.atMl, structure))
    result.stops.push_back({kind, needle->needle, at.atMl, reachedAtS(result, at.atMl), at.atMm});
}

void addSite(CementResult& result, const FilledSite& filled) {
  result.inBodyMl += cementInMl(filled, SitePlace::Body);
  result.inArchMl += cementInMl(filled, SitePlace::OtherBone);
  result.outsideMl += outsideBoneMl(filled);
  addPosteriorDistance(filled, result.course);
  addLeaks(result, filled);
  for (const CementLeak& leak : leaksOf(filled))
    addStop(result, "leak", filled.site.structure, {leak.firstAtMl, leak.atMm});
  if (const auto arrival = posteriorQuarterArrival(filled)) {
    result.reachesPosteriorQuarter = true;
    addStop(result, "posterior-quarter", filled.site.structure, *arrival);
  }
}

/// Whether a needle injects where the canal may be and neither a label nor a measured vertebra
/// shows it: cement there counts as in soft tissue.
bool missesCanal(const CaseModel& model, const Plan& plan, const InjectionRun& run) {
  const bool shown = std::any_of(run.sites.begin(), run.sites.end(), [](const auto& filled) {
    return filled->site.volumeMl(SitePlace::Canal) > 0.0;
  });
  return !shown &&
         std::any_of(
             plan.injections.begin(), plan.injections.end(), [&](const Injection& injection) {
               const Needle* needle = plan.find(injection.needle);
               return needle && holds(access::unjudgedAt(model, *needle), RiskGroup::Canal);
             });
}

/// Fractions are of one body: of the first that was injected.
void addFractions(CementResult& result, const FilledSite& filled) {
  result.fillFraction = bodyFraction(filled);
  result.lesionFraction = lesionFraction(filled);
  result.leftShare = leftShare(filled);
  result.endplates = endplateContact(filled);
  if (filled.site.anatomy != nullptr)
    result.bodyVolumeMl = filled.site.anatomy->body.volumeMl;
}

void addDeliverable(CementResult& result) {
  for (CementNeedle& needle : result.needles) {
    needle.deliverableMl = needle.requestedMl;
    for (const CementStop& stop : result.stops) {
      if (stop.needle != needle.needle)
        continue;
      needle.deliverableMl = std::max(0.0, stop.atMl - needle.beginsAtMl);
      needle.stop = stop.kind;
      break;
    }
    if (needle.structure.empty())
      needle.deliverableMl = 0.0;
  }
}

/// The injections of a plan's part, as they run when they are first asked for.
class Injected {
 public:
  Injected(const CaseModel& model,
           const Plan& part,
           const ablation::AblationResult* ablation,
           double resolutionMm)
      : model_(model), part_(part), settings_{resolutionMm, {}, ablation} {}

  InjectionRun& run(const Progress& progress) {
    if (!run_)
      run_ = runInjections(model_, part_, settings_, progress);
    return *run_;
  }

 private:
  const CaseModel& model_;
  const Plan& part_;
  RunSettings settings_;
  std::optional<InjectionRun> run_;
};

/// Where cement goes, without its heat, what it stiffens and how likely it leaks.
CementResult filledBy(const CaseModel& model, const Plan& part, bool ablated, InjectionRun& run) {
  const MixedCement mix = mixOf(part);
  CementResult result;
  result.canalUnjudged = missesCanal(model, part, run);
  result.needles = run.needles;
  result.course = run.course;
  result.stops = run.stops;
  result.product = mix.product->id;
  result.endsAtS = run.endsAtS;
  result.workingTimeS = workingTimeS(*mix.product, mix.roomC);
  result.leaksModelled = !run.sites.empty();
  result.afterAblation = ablated;
  result.basis = Basis::Simulated;
  for (const CementNeedle& needle : result.needles) {
    result.requestedMl += needle.requestedMl;
    result.deliveredMl += needle.deliveredMl;
  }
  for (const auto& filled : run.sites)
    addSite(result, *filled);
  if (!run.sites.empty())
    addFractions(result, *run.sites.front());
  std::stable_sort(result.stops.begin(),
                   result.stops.end(),
                   [](const CementStop& a, const CementStop& b) { return a.atMl < b.atMl; });
  addDeliverable(result);
  result.arrival = joinedArrival(run.sites);
  return result;
}

}  // namespace

bool isCementKnown(const CaseModel& model, const Plan& plan, double resolutionMm) {
  const RecallKey key = cementKey(model, cementPart(plan), nullptr, resolutionMm);
  return model.memory().results && model.memory().results->knows(key.kind, key.key);
}

std::optional<CementResult> evaluateCement(const CaseModel& model,
                                           const Plan& plan,
                                           const EvaluationOptions& options,
                                           const Progress& progress) {
  if (plan.injections.empty() || plan.protocols.empty())
    return cementAfter(nullptr, model, plan, options, progress);
  EvaluationOptions once = options;
  once.uncertainty = false;
  once.placementSamples = 0;
  const auto ablation = ablation::evaluateAblation(model, plan, once, progress.span(0.0, 0.5));
  return cementAfter(
      ablation ? &*ablation : nullptr, model, plan, options, progress.span(0.5, 1.0));
}

std::optional<CementResult> cementAfter(const ablation::AblationResult* ablation,
                                        const CaseModel& model,
                                        const Plan& plan,
                                        const EvaluationOptions& options,
                                        const Progress& progress) {
  if (plan.injections.empty())
    return std::nullopt;
  const Plan part = cementPart(plan);
  const RecallKey key = cementKey(model, part, ablation, options.resolutionMm);
  Injected injected(model, part, ablation, options.resolutionMm);
  CementResult result = *recalled<CementResult>(model, key, [&] {
    return filledBy(model, part, ablation != nullptr, injected.run(progress.span(0.0, 0.4)));
  });
  progress.at(0.4);
  if (options.physics && options.cementHeat && result.leaksModelled)
    result.heat = *recalled<std::optional<CuringHeat>>(model, key.of("curing"), [&] {
      return curingHeat(model, result, progress.span(0.4, 0.55));
    });
  if (options.cementStiffness && result.leaksModelled)
    result.stiffness = *recalled<std::optional<BodyStiffness>>(model, key.of("stiffness"), [&] {
      return bodyStiffness(*injected.run(progress.span(0.55, 0.6)).sites.front(),
                           model.patient().ct,
                           progress.span(0.6, 0.7));
    });
  if (options.cementMembers > 0 && result.leaksModelled)
    addLeakProbabilities(result,
                         runLeakEnsemble(model, plan, ablation, options, progress.span(0.7, 1.0)));
  progress.at(1.0);
  return result;
}

}  // namespace trocar::cement
