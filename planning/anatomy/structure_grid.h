#pragma once

#include "core/case.h"

namespace trocar::anatomy {

/// The voxels around a structure: of its own label map, or of 1 mm for a tube or ellipsoid, with a
/// margin. One voxel for a structure that is empty.
Grid gridAround(const Case& patient, const Structure& structure, double marginMm);

}  // namespace trocar::anatomy
