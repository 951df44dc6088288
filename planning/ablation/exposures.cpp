#include "planning/ablation/exposures.h"

#include "planning/ablation/coverage.h"

#include <algorithm>

namespace trocar {
namespace {

constexpr double kBodyC = 37.0;

/// What lies outside it is safe: the warmest isotherm of ice, else the mildest of heat.
const ZoneShape& outermost(const Isotherms& zones) {
  const auto firstHot = std::find_if(zones.begin(), zones.end(), [](const auto& entry) {
    return entry.first && *entry.first > kBodyC;
  });
  const auto isIce = [](const auto& entry) { return entry.first && *entry.first < kBodyC; };
  if (std::none_of(zones.begin(), zones.end(), isIce))
    return firstHot != zones.end() ? firstHot->second : zones.begin()->second;
  return std::prev(firstHot)->second;
}

TargetCoverage coverageOf(const Structure& lesion,
                          const DistanceField& field,
                          const Isotherms& zones,
                          std::optional<double> planningIsotherm) {
  const TargetPoints points = targetPoints(field);
  TargetCoverage target;
  target.structure = lesion.id;
  for (const auto& [isotherm, shape] : zones)
    target.coverage.push_back({isotherm, coveredShare(points, shape)});
  const auto shape = zones.find(planningIsotherm);
  if (shape != zones.end() && !shape->second.empty()) {
    const PlacedDistance margin = leastMargin(points, shape->second);
    target.marginIsothermC = planningIsotherm;
    target.minimumMarginMm = margin.distanceMm;
    target.marginAtMm = margin.atMm;
  }
  return target;
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

}  // namespace

void addExposures(const CaseModel& model,
                  const Isotherms& zones,
                  std::optional<double> planningIsothermC,
                  AblationResult& result) {
  if (zones.empty())
    return;
  const ZoneShape& outer = outermost(zones);
  for (const Structure& structure : model.patient().structures) {
    const bool atRisk = isCritical(structure.role) || structure.role == Role::Skin;
    if (structure.role == Role::Lesion)
      result.targets.push_back(
          coverageOf(structure, model.fields().of(structure.id), zones, planningIsothermC));
    else if (atRisk && !outer.empty())
      result.structures.push_back(exposureOf(structure, model.fields().of(structure.id), outer));
  }
  std::stable_sort(result.structures.begin(),
                   result.structures.end(),
                   [](const StructureExposure& a, const StructureExposure& b) {
                     return a.distanceToZoneMm < b.distanceToZoneMm;
                   });
}

}  // namespace trocar
