#pragma once

#include "render/body/scene_shapes.h"
#include "render/canvas/canvas.h"
#include "render/picking.h"
#include "render/scene_state.h"
#include "render/slice/slice_annotation.h"

namespace trocar::render {

/// How a 3-D view sees the patient: the axes of its screen, and where points appear.
struct Outlook {
  Vec3 right = Vec3::UnitX();
  Vec3 up = Vec3::UnitZ();
  Vec3 towardsViewer = -Vec3::UnitY();
  ToDisplay toDisplay = {};
};

/// What lies over the 3-D picture: title, legend, orientation cube, marks at the ends of the
/// selected needle, names of levels, and the numbers beside the needle.
void paintBodyOverlay(Canvas& canvas,
                      const SceneState& state,
                      const SceneShapes& shapes,
                      const Outlook& outlook,
                      const Dress& dress);

}  // namespace trocar::render
