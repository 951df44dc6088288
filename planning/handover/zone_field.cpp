#include "planning/handover/zone_field.h"

#include "planning/ablation/case_simulation.h"

#include <cmath>

namespace trocar {
namespace {

constexpr double kBodyC = 37.0;
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
  const std::string needle = zone.needle.empty() ? "" : "_" + zone.needle;
  if (!zone.isothermC)
    return "zone_coagulation" + needle;
  const long degrees = std::lround(*zone.isothermC);
  return std::string("zone_") + (degrees < 0 ? "minus_" : "") + std::to_string(std::labs(degrees)) +
         "C" + needle;
}

std::string zoneName(const AblationZone& zone) {
  const std::string needle = zone.needle.empty() ? "" : ", " + zone.needle;
  if (!zone.isothermC)
    return "Zone, coagulation" + needle;
  const long degrees = std::lround(*zone.isothermC);
  return std::string("Zone ") + (degrees < 0 ? "−" : "") + std::to_string(std::labs(degrees)) +
         " °C" + needle;
}

}  // namespace trocar
