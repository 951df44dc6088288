#pragma once

#include "render/canvas/canvas.h"
#include "render/scene_state.h"
#include "render/slice/slice_annotation.h"
#include "render/slice/slice_plane.h"

namespace trocar::render {

/// Hatches what the picture shows of slices that were never scanned (Case::madeUp).
void paintMadeUp(Canvas& canvas,
                 const SceneState& state,
                 const SlicePlane& plane,
                 const Dress& dress);

}  // namespace trocar::render
