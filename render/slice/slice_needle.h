#pragma once

#include "render/canvas/canvas.h"
#include "render/scene_state.h"
#include "render/slice/slice_annotation.h"
#include "render/slice/slice_plane.h"

namespace trocar::render {

/// Every needle of the plan: the part in the plane solid at its true diameter, the rest as a faint
/// projection; tip and entry marked, the active part light.
void paintNeedles(Canvas& canvas,
                  const SceneState& state,
                  const SlicePlane& plane,
                  const Dress& dress);

}  // namespace trocar::render
