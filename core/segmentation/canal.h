#pragma once

#include "core/case.h"

#include <optional>

namespace trocar::segmentation {

/// The spinal canal as the labelled vertebrae enclose it: in each vertebra the hole of its ring,
/// seen along the spine, fitted by an ellipse; between them the ellipses are joined, and bone is
/// left out. 1 in the canal, on the part of the vertebrae's grid around it. An estimate: at the
/// discs it does not see the discs or the ligaments. nullopt where fewer than half of the vertebrae
/// show a closed ring.
std::optional<LabelMap> estimateCanal(const Case& patient);

}  // namespace trocar::segmentation
