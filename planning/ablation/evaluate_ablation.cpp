#include "planning/ablation/evaluate_ablation.h"

#include "planning/ablation/zones/ablation_archive.h"
#include "planning/ablation/zones/ablation_part.h"
#include "planning/ablation/zones/coverage_chance.h"
#include "planning/ablation/zones/exposures.h"
#include "planning/ablation/zones/lethal_criterion.h"
#include "planning/ablation/zones/published_zones.h"
#include "planning/ablation/zones/simulated_result.h"
#include "planning/ablation/zones/uncertainty.h"
#include "planning/model/body_temperature.h"
#include "planning/model/recalled.h"

#include <algorithm>
#include <set>

namespace trocar::ablation {
namespace {

Isotherms shapesOf(const std::vector<AblationZone>& zones) {
  std::map<std::optional<double>, std::vector<EllipsoidRegion>> ellipsoids;
  for (const AblationZone& zone : zones)
    if (zone.ellipsoid)
      ellipsoids[zone.isothermC].push_back(*zone.ellipsoid);
  Isotherms shapes;
  for (auto& [isotherm, list] : ellipsoids)
    shapes.emplace(isotherm, unionOf(std::move(list)));
  return shapes;
}

int probesIn(const std::vector<AblationZone>& zones) {
  std::set<std::string> needles;
  for (const AblationZone& zone : zones)
    needles.insert(zone.needle);
  return static_cast<int>(needles.size());
}

AblationResult publishedResult(const CaseModel& model,
                               const Plan& plan,
                               std::vector<AblationZone> zones) {
  AblationResult result;
  result.zones = std::move(zones);
  addExposures(model, shapesOf(result.zones), planningIsothermC(plan, result), result);
  for (TargetCoverage& target : result.targets)
    target.lowerBound = probesIn(result.zones) > 1;
  return result;
}

}  // namespace

std::optional<double> planningIsothermC(const Plan& plan, const AblationResult& result) {
  const bool cold =
      std::any_of(result.zones.begin(), result.zones.end(), [](const AblationZone& zone) {
        return zone.isothermC && *zone.isothermC < kBodyC;
      });
  const bool simulated = result.basis == Basis::Simulated;
  if (!cold && simulated && plan.lethalCriterion == LethalCriterion::Isotherm)
    return kLethalHeatC;
  if (!cold)
    return std::nullopt;
  return plan.intent == Intent::Curative ? -40.0 : -20.0;
}

std::optional<AblationResult> evaluateAblation(const CaseModel& model,
                                               const Plan& plan,
                                               const EvaluationOptions& options,
                                               const Progress& progress) {
  if (options.physics && !simulatedProbes(plan).empty()) {
    const double share = options.uncertainty ? 0.6 : 0.99;
    AblationResult result =
        simulatedResult(model, plan, options.resolutionMm, progress.span(0.0, share));
    if (options.uncertainty)
      addUncertainty(model, plan, options, result, progress.span(share, 0.99));
    result.chances = coverageChances(model, plan, options, result);
    progress.at(1.0);
    return result;
  }
  const Plan part = zonesPart(plan);
  std::vector<AblationZone> zones = publishedZones(part);
  progress.at(0.1);
  if (zones.empty())
    return std::nullopt;
  const RecallKey key = recallKey("published", model, part);
  AblationResult result = *recalled<AblationResult>(model, key, [&] {
    AblationResult made = publishedResult(model, part, std::move(zones));
    made.madeOf = key.key;
    return made;
  });
  result.chances = coverageChances(model, plan, options, result);
  progress.at(1.0);
  return result;
}

}  // namespace trocar::ablation
