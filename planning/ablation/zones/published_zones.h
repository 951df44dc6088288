#pragma once

#include "planning/ablation/ablation.h"
#include "planning/plan/plan.h"

#include <string>
#include <vector>

namespace trocar::ablation {

/// Of each ablation probe of the plan, the zones published for its device: of the label that comes
/// nearest to the needle's protocol, the first label without one. Empty without such probes.
std::vector<AblationZone> publishedZones(const Plan& plan);

/// The label of `labels` nearest to a protocol by its longest freeze, or power and time.
std::string labelFor(const std::vector<std::string>& labels, const Protocol* protocol);

}  // namespace trocar::ablation
