#include "planning/handover/zone_field.h"

#include "planning/ablation/zones/case_simulation.h"
#include "planning/ablation/zones/isotherm_name.h"
#include "planning/ablation/zones/lethal_criterion.h"
#include "planning/model/body_temperature.h"

namespace trocar::handover {

std::optional<ZoneField> fieldOf(const ablation::AblationResult& result,
                                 const ablation::AblationZone& zone) {
  if (!result.simulation || zone.ellipsoid)
    return std::nullopt;
  if (!zone.isothermC)
    return ZoneField{&result.simulation->logDose, ablation::kKilledLogDose, false};
  const bool cold = *zone.isothermC < kBodyC;
  return ZoneField{
      cold ? &result.simulation->coldest : &result.simulation->hottest, *zone.isothermC, cold};
}

std::string zoneId(const ablation::AblationZone& zone) {
  return "zone_" + ablation::isothermFileName(zone.isothermC, "_") +
         (zone.needle.empty() ? "" : "_" + zone.needle);
}

std::string zoneName(const ablation::AblationZone& zone) {
  return "Zone" + std::string(zone.isothermC ? " " : ", ") +
         ablation::isothermName(zone.isothermC) + (zone.needle.empty() ? "" : ", " + zone.needle);
}

}  // namespace trocar::handover
