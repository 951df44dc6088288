#pragma once

#include "render/body/scene_shapes.h"
#include "render/canvas/canvas.h"
#include "render/mesh/mesh_cut.h"
#include "render/slice/slice_annotation.h"
#include "render/slice/slice_plane.h"

#include <map>
#include <memory>

namespace trocar::render {

/// Paints one slice of a scene, without any display. Keeps the outlines of the last plane: what
/// stays the same is not cut again.
class SlicePicture {
 public:
  /// The canvas takes the plane's size.
  const Canvas& paint(const SceneState& state,
                      ViewKind kind,
                      const SlicePlane& plane,
                      const Dress& dress);

 private:
  void paintStructures(const SceneState& state, const SlicePlane& plane, const Dress& dress);
  void paintZones(const SceneState& state, const SlicePlane& plane, const Dress& dress);
  const std::vector<Path>& outlineOf(const std::shared_ptr<const Mesh>& mesh,
                                     const SlicePlane& plane);

  struct Cut {
    MeshCutter cutter;
    std::vector<Path> paths;
    bool fresh = false;  ///< The paths are of `cutPlane_`.
    bool used = true;
  };
  Canvas canvas_{1, 1};
  SceneShapes shapes_;
  SlicePlane cutPlane_;
  std::map<std::shared_ptr<const Mesh>, Cut> cuts_;
};

}  // namespace trocar::render
