#pragma once

#include "core/image.h"
#include "planning/ablation/ablation.h"

#include <optional>
#include <string>

namespace trocar::handover {

/// What a simulated zone was cut from: its inside is where `image` is below `value`, or above it.
struct ZoneField {
  const Image<float>* image = nullptr;  ///< Lives as long as the result's simulation.
  double value = 0.0;
  bool below = true;
};
/// Nullopt for a published zone, which is an ellipsoid.
std::optional<ZoneField> fieldOf(const ablation::AblationResult& result,
                                 const ablation::AblationZone& zone);

/// Such as "zone_minus_20C", "zone_60C_N1" or "zone_coagulation": unique within a result of one
/// protocol each.
std::string zoneId(const ablation::AblationZone& zone);
/// Such as "Zone −20 °C" or "Zone, coagulation, N1".
std::string zoneName(const ablation::AblationZone& zone);

}  // namespace trocar::handover
