#pragma once

#include "render/canvas.h"
#include "render/slice_annotation.h"
#include "render/scene_state.h"
#include "render/slice_plane.h"

namespace trocar {

/// Colour of a compression in shares of the whole body's: blue where the bone is spared, nearly
/// white at 1, red where it takes more than its share. In bands of a quarter, which hold on below 0
/// and beyond 2. Blue and red stay apart in every common form of colour blindness.
Color strainColor(double ratio);

/// The compression in the slice of a vertebral body; nothing without one.
void paintStrain(Canvas& canvas, const SceneState& state, const SlicePlane& plane);

/// Its scale, and what it is a scale of, below the title on the right.
void paintStrainScale(Canvas& canvas, const SceneState& state, const Dress& dress);

}  // namespace trocar
