#pragma once

#include "planning/cement/flow/injection_run.h"

#include <cstddef>
#include <vector>

namespace trocar::cement {

/// The way that cement took to a voxel, from where it was injected: against the order of arrival
/// from voxel to voxel, smoothed, a point every two voxels. The first and the last point are voxel
/// centres.
std::vector<Vec3> leakPath(const FilledSite& filled, std::size_t end);

}  // namespace trocar::cement
