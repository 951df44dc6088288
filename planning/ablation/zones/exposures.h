#pragma once

#include "planning/ablation/ablation.h"
#include "planning/ablation/zones/zone_region.h"
#include "planning/model/case_model.h"

#include <map>
#include <optional>

namespace trocar::ablation {

/// Zones by isotherm: the coagulation zone (no isotherm) first, then from cold to hot.
using Isotherms = std::map<std::optional<double>, ZoneRegion>;

/// Coverage and least margin of every lesion, and the distance of every structure at risk to the
/// outermost zone (the warmest of ice, or else the mildest of heat), nearest first.
void addExposures(const CaseModel& model,
                  const Isotherms& zones,
                  std::optional<double> planningIsothermC,
                  AblationResult& result);

}  // namespace trocar::ablation
