#pragma once

#include "render/canvas/canvas.h"
#include "render/scene_state.h"
#include "render/slice/slice_annotation.h"
#include "render/slice/slice_plane.h"

namespace trocar::render {

/// What the barrel view adds to a slice: the pedicle's outline where the plane cuts it, the medial
/// wall, a clock face about the pedicle with 12 towards cranial and the sides named for the
/// patient, and the needle's margin to the medial wall.
void paintBarrel(Canvas& canvas,
                 const SceneState& state,
                 const SlicePlane& plane,
                 const Dress& dress);

}  // namespace trocar::render
