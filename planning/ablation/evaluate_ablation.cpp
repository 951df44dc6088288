#include "planning/ablation/evaluate_ablation.h"

#include "planning/ablation/coverage.h"
#include "planning/ablation/published_zones.h"

#include <algorithm>
#include <map>
#include <set>

namespace trocar {
namespace {

/// Coldest first, then the coagulation zone.
using Isotherms = std::map<std::optional<double>, ZoneShape>;

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

/// The warmest isotherm of ice, or the coagulation zone: what lies outside it is safe.
const ZoneShape& outermost(const Isotherms& shapes) {
  const auto coagulation = shapes.find(std::nullopt);
  return coagulation != shapes.end() ? coagulation->second : shapes.rbegin()->second;
}

int probesIn(const std::vector<AblationZone>& zones) {
  std::set<std::string> needles;
  for (const AblationZone& zone : zones)
    needles.insert(zone.needle);
  return static_cast<int>(needles.size());
}

TargetCoverage coverageOf(const Structure& lesion,
                          const DistanceField& field,
                          const Isotherms& shapes,
                          std::optional<double> planningIsotherm) {
  const TargetPoints points = targetPoints(field);
  TargetCoverage target;
  target.structure = lesion.id;
  for (const auto& [isotherm, shape] : shapes)
    target.coverage.push_back({isotherm, coveredShare(points, shape)});
  if (const auto shape = shapes.find(planningIsotherm); shape != shapes.end()) {
    const PlacedDistance margin = leastMargin(points, shape->second);
    target.marginIsothermC = planningIsotherm;
    target.minimumMarginMm = margin.distanceMm;
    target.marginAtMm = margin.atMm;
  }
  return target;
}

bool isAtRisk(const Structure& structure) {
  return isCritical(structure.role) || structure.role == Role::Skin;
}

StructureExposure exposureOf(const Structure& structure,
                             const DistanceField& field,
                             const ZoneShape& zone) {
  StructureExposure exposure;
  exposure.structure = structure.id;
  const PlacedDistance distance = structure.role == Role::Skin ? distanceFromWithin(zone, field)
                                                               : distanceToStructure(zone, field);
  exposure.distanceToZoneMm = distance.distanceMm;
  exposure.atMm = distance.atMm;
  return exposure;
}

AblationResult publishedResult(const CaseModel& model,
                               const Plan& plan,
                               std::vector<AblationZone> zones) {
  AblationResult result;
  result.zones = std::move(zones);
  const Isotherms shapes = shapesOf(result.zones);
  const std::optional<double> isotherm = planningIsothermC(plan, result);
  for (const Structure& structure : model.patient().structures) {
    const DistanceField* field = nullptr;
    if (structure.role == Role::Lesion || isAtRisk(structure))
      field = &model.fields().of(structure.id);
    if (structure.role == Role::Lesion) {
      result.targets.push_back(coverageOf(structure, *field, shapes, isotherm));
      result.targets.back().lowerBound = probesIn(result.zones) > 1;
    } else if (field) {
      result.structures.push_back(exposureOf(structure, *field, outermost(shapes)));
    }
  }
  std::stable_sort(result.structures.begin(),
                   result.structures.end(),
                   [](const StructureExposure& a, const StructureExposure& b) {
                     return a.distanceToZoneMm < b.distanceToZoneMm;
                   });
  return result;
}

}  // namespace

std::optional<double> planningIsothermC(const Plan& plan, const AblationResult& result) {
  const bool cold =
      std::any_of(result.zones.begin(), result.zones.end(), [](const AblationZone& zone) {
        return zone.isothermC && *zone.isothermC < 37.0;
      });
  if (!cold)
    return std::nullopt;
  const auto intent = plan.answers.find("intent");
  return intent != plan.answers.end() && intent->second == "curative" ? -40.0 : -20.0;
}

std::optional<AblationResult> evaluateAblation(const CaseModel& model,
                                               const Plan& plan,
                                               const EvaluationOptions&,
                                               const Progress& progress) {
  std::vector<AblationZone> zones = publishedZones(plan);
  progress.at(0.1);
  if (zones.empty())
    return std::nullopt;
  AblationResult result = publishedResult(model, plan, std::move(zones));
  progress.at(1.0);
  return result;
}

}  // namespace trocar
