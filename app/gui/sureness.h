#pragma once

#include "app/gui/card.h"
#include "core/case.h"
#include "planning/ablation/ablation.h"

#include <vector>

namespace trocar {

/// How sure the numbers of one lesion are: its margin over the runs of the band, and the chance of
/// placements to cover it.
std::vector<NumberRow> surenessOf(const TargetCoverage& target,
                                  const AblationResult& ablation,
                                  const Case& patient);

}  // namespace trocar
