#pragma once

#include "render/canvas/canvas.h"
#include "render/scene_state.h"
#include "render/slice/slice_annotation.h"
#include "render/slice/slice_plane.h"

namespace trocar::render {

/// The brush in the hand as a ring, and the rim of what was painted with it so far, where they meet
/// the slice; nothing without a brush.
void paintBrush(Canvas& canvas,
                const SceneState& state,
                const SlicePlane& plane,
                const Dress& dress);

}  // namespace trocar::render
