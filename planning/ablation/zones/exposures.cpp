#include "planning/ablation/zones/exposures.h"

#include "core/box.h"
#include "planning/ablation/zones/coverage.h"
#include "planning/model/body_temperature.h"

#include <algorithm>

namespace trocar::ablation {
namespace {

constexpr double kBesideMm = 2.0;  ///< Outside the lesion, where bone makes it an interface.

/// What lies outside it is safe: the warmest isotherm of ice, else the mildest of heat.
const ZoneRegion& outermost(const Isotherms& zones) {
  const auto firstHot = std::find_if(zones.begin(), zones.end(), [](const auto& entry) {
    return entry.first && *entry.first > kBodyC;
  });
  const auto isIce = [](const auto& entry) { return entry.first && *entry.first < kBodyC; };
  if (std::none_of(zones.begin(), zones.end(), isIce))
    return firstHot != zones.end() ? firstHot->second : zones.begin()->second;
  return std::prev(firstHot)->second;
}

/// Points of the lesion's surface with bone of another structure just outside.
std::vector<Vec3> interfaceOf(const CaseModel& model, const TargetPoints& points) {
  std::vector<Vec3> interface;
  for (std::size_t n = 0; n < points.surfaceMm.size(); ++n)
    if (model.boneAt(points.surfaceMm[n] + kBesideMm * points.outwards[n]))
      interface.push_back(points.surfaceMm[n]);
  return interface;
}

TargetCoverage coverageOf(const CaseModel& model,
                          const Structure& lesion,
                          const Isotherms& zones,
                          std::optional<double> planningIsotherm) {
  const TargetPoints points = targetPoints(model.fields().of(lesion.id));
  const std::vector<Vec3> interface = interfaceOf(model, points);
  TargetCoverage target;
  target.structure = lesion.id;
  for (const auto& [isotherm, shape] : zones) {
    target.coverage.push_back({isotherm, coveredShare(points.insideMm, shape)});
    if (!interface.empty())
      target.interface.push_back({isotherm, coveredShare(interface, shape)});
  }
  const auto shape = zones.find(planningIsotherm);
  if (shape != zones.end() && !shape->second.empty()) {
    const PlacedDistance margin = leastMargin(points, shape->second);
    target.marginIsothermC = planningIsotherm;
    target.minimumMarginMm = margin.distanceMm;
    target.marginAtMm = margin.atMm;
  }
  return target;
}

/// Holds all points of a zone, inside it and on its surface.
Box boxAround(const ZoneRegion& zone) {
  const Box surface = trocar::boxAround(zone.surfaceMm);
  const Box interior = trocar::boxAround(zone.interiorMm);
  return {surface.lowMm.cwiseMin(interior.lowMm), surface.highMm.cwiseMax(interior.highMm)};
}

StructureExposure exposureOf(const Structure& structure,
                             const DistanceField& field,
                             const ZoneRegion& zone) {
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
  const ZoneRegion& outer = outermost(zones);
  const Box around = boxAround(outer);
  for (const Structure& structure : model.patient().structures) {
    const bool atRisk = isCritical(structure.role) || structure.role == Role::Skin;
    if (structure.role == Role::Lesion)
      result.targets.push_back(coverageOf(model, structure, zones, planningIsothermC));
    else if (atRisk && !outer.empty())
      result.structures.push_back(
          exposureOf(structure, model.fields().around(structure.id, around), outer));
  }
  std::stable_sort(result.structures.begin(),
                   result.structures.end(),
                   [](const StructureExposure& a, const StructureExposure& b) {
                     return a.distanceToZoneMm < b.distanceToZoneMm;
                   });
}

}  // namespace trocar::ablation
