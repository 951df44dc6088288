#pragma once

#include "app/gui/cards/card.h"
#include "core/case.h"
#include "planning/ablation/ablation.h"

#include <vector>

namespace trocar::gui {

/// How sure the numbers of one lesion are: its margin over the runs of the band, and the chance of
/// placements to cover it.
std::vector<NumberRow> surenessOf(const ablation::TargetCoverage& target,
                                  const ablation::AblationResult& ablation,
                                  const Case& patient);

}  // namespace trocar::gui
