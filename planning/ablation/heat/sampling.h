#pragma once

#include "core/image.h"

namespace trocar::ablation {

/// Trilinear between voxel centres; beyond them the value of the nearest.
double sampleAt(const Image<float>& image, const Vec3& pointMm);

}  // namespace trocar::ablation
