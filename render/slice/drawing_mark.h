#pragma once

#include "render/canvas/canvas.h"
#include "render/scene_state.h"
#include "render/slice/slice_annotation.h"
#include "render/slice/slice_plane.h"

namespace trocar::render {

/// The voxels under the drawing hand as they are, not as their smooth surface runs, with the round
/// brush and the places clicked; nothing while nobody draws.
void paintDrawing(Canvas& canvas,
                  const SceneState& state,
                  const SlicePlane& plane,
                  const Dress& dress);

}  // namespace trocar::render
