#pragma once

#include "render/canvas/canvas.h"
#include "render/mesh/surface.h"
#include "render/slice/slice_plane.h"

#include <Eigen/Geometry>

#include <memory>
#include <vector>

namespace trocar::render {

/// Cuts one surface by one plane after another. Knows the boxes of runs of triangles, so that a cut
/// looks only at those the plane meets.
class MeshCutter {
 public:
  explicit MeshCutter(std::shared_ptr<const Mesh> mesh);

  /// Where the plane cuts the surface, in the picture's pixels: closed loops for a closed surface.
  std::vector<Path> cut(const SlicePlane& plane) const;

 private:
  std::shared_ptr<const Mesh> mesh_;
  std::vector<Eigen::AlignedBox3f> runs_;
};

}  // namespace trocar::render
