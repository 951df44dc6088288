#pragma once

#include "core/label_extents.h"
#include "core/progress.h"
#include "render/mesh/surface.h"

namespace trocar::render {

/// How voxel steps are smoothed away.
struct Smoothing {
  double passBand = 0.04;  ///< Of the windowed sinc filter (Taubin 1996); less is smoother.
  int iterations = 30;
  double limitVoxels = 0.6;  ///< No point moves further.
};

/// A region of a label map, and where it lies there.
struct LabelPart {
  const LabelMap& labels;
  const LabelRegion& region;
  const LabelExtent& extent;
};

/// The smooth surface of label voxels, see surfaceOf.
Mesh labelMesh(const LabelPart& part,
               SurfaceQuality quality,
               const Smoothing& smoothing,
               const Progress& progress);

/// Area-weighted, pointing where the triangles turn.
std::vector<std::array<float, 3>> pointNormals(const Mesh& mesh);

}  // namespace trocar::render
