#pragma once

#include "core/case.h"

#include <vector>

namespace trocar::labels {

/// What the places of the structures say against their names: left structures that lie right of
/// their partners ("sides-swapped"), vertebrae out of order ("levels-out-of-order"), a level that
/// two structures have ("same-level-twice"), vertebrae that are bodies without an arch
/// ("bodies-only"). Empty where all is well.
std::vector<Remark> remarksOnPlaces(const Case& patient);

}  // namespace trocar::labels
