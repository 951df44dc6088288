#pragma once

#include "core/progress.h"
#include "render/surface.h"

namespace trocar {

/// The smooth surface of label voxels, see surfaceOf.
Mesh labelMesh(const LabelMap& labels,
               const LabelRegion& region,
               SurfaceQuality quality,
               const Progress& progress);

/// Area-weighted, pointing where the triangles turn.
std::vector<std::array<float, 3>> pointNormals(const Mesh& mesh);

}  // namespace trocar
