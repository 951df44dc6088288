#pragma once

#include "core/distance_field.h"
#include "core/label_extents.h"

namespace trocar {

/// As `makeDistanceField(patient, structure, marginMm, maxSamples)`; a label's box is looked up in
/// the extents of the case, without a pass over its map.
DistanceField makeDistanceField(const Case& patient,
                                const Structure& structure,
                                const CaseExtents& extents,
                                double marginMm,
                                std::size_t maxSamples = 16'000'000);

}  // namespace trocar
