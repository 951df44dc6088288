#pragma once

#include "core/patient/parameters.h"
#include "core/patient/shape.h"

namespace trocar::synthetic {

/// The whole lesion in patient coordinates, from blobs given in the frame of its bone.
Shape lesionShape(const LesionParameters& lesion, const Frame& frame);
/// Its part within the bone, less the cortex that it spares.
Shape lesionInBone(const LesionParameters& lesion, const Shape& whole, const Shape& bone);
/// Its part outside, as far as it may grow.
Shape lesionOutside(const LesionParameters& lesion, const Shape& whole, const Shape& bone);

}  // namespace trocar::synthetic
