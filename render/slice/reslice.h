#pragma once

#include "core/image.h"
#include "render/canvas/canvas.h"
#include "render/scene_state.h"
#include "render/slice/slice_plane.h"

namespace trocar::render {

/// Paints the CT on the plane, trilinear between voxels, over the whole canvas, which has the
/// plane's size. What lies outside the CT gets the colour `beyond`.
void paintCt(Canvas& canvas,
             const Volume& ct,
             const SlicePlane& plane,
             const HuWindow& window,
             const Color& beyond);

}  // namespace trocar::render
