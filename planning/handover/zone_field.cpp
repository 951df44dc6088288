#include "planning/handover/zone_field.h"

#include "planning/ablation/case_simulation.h"
#include "planning/ablation/isotherm_name.h"
#include "planning/body_temperature.h"

namespace trocar {
namespace {

constexpr double kKilled = 1.0;  // Arrhenius integral, as in the zones of a simulated result.

}  // namespace

std::optional<ZoneField> fieldOf(const AblationResult& result, const AblationZone& zone) {
  if (!result.simulation || zone.ellipsoid)
    return std::nullopt;
  if (!zone.isothermC)
    return ZoneField{&result.simulation->damage, kKilled, false};
  const bool cold = *zone.isothermC < kBodyC;
  return ZoneField{
      cold ? &result.simulation->coldest : &result.simulation->hottest, *zone.isothermC, cold};
}

std::string zoneId(const AblationZone& zone) {
  return "zone_" + isothermFileName(zone.isothermC, "_") +
         (zone.needle.empty() ? "" : "_" + zone.needle);
}

std::string zoneName(const AblationZone& zone) {
  return "Zone" + std::string(zone.isothermC ? " " : ", ") + isothermName(zone.isothermC) +
         (zone.needle.empty() ? "" : ", " + zone.needle);
}

}  // namespace trocar
