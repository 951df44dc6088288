#pragma once

#include "render/body/scene_shapes.h"
#include "render/canvas/canvas.h"
#include "render/scene_state.h"
#include "render/slice/slice_plane.h"
#include "render/view.h"

namespace trocar::render {

/// How a picture is dressed: `scale` multiplies texts and line widths.
struct Dress {
  double scale = 1.0;
  bool active = false;
};

/// Letters on the four edges, ruler, frame, and the corner text such as "Axial · S 91.0 mm · W 1000
/// L 400".
void annotateSlice(Canvas& canvas,
                   const SceneState& state,
                   ViewKind kind,
                   const SlicePlane& plane,
                   const Dress& dress);

/// The traces of the two other planes, with a gap in the middle.
void paintCrosshair(Canvas& canvas,
                    const SceneState& state,
                    ViewKind kind,
                    const SlicePlane& plane,
                    const Dress& dress);

/// Colour, name and volume of what is drawn, in the lower right corner.
void paintLegend(Canvas& canvas,
                 const SceneState& state,
                 const SceneShapes& shapes,
                 const Dress& dress);

/// Corner text of a view; for a slice with its position.
std::string titleOf(const SceneState& state, ViewKind kind, const SlicePlane& plane);

/// A line of the picture's edge in the view's colour.
void paintFrame(Canvas& canvas, ViewKind kind, const Dress& dress);

}  // namespace trocar::render
