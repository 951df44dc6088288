#pragma once

#include "render/canvas/canvas.h"
#include "render/scene_state.h"
#include "render/slice/slice_annotation.h"
#include "render/slice/slice_plane.h"

namespace trocar::render {

/// Colour of a compression in shares of the whole body's: blue where the bone is spared, nearly
/// white at 1, red where it takes more than its share. In bands of a quarter, which hold on below 0
/// and beyond 2. Blue and red stay apart in every common form of colour blindness.
Color strainColor(double ratio);

/// A compression between voxels, of those that hold bone, and how much of the place they make up: 0
/// to 1.
struct StrainAt {
  double ratio = 0.0;
  double share = 0.0;
};
StrainAt strainAt(const Image<float>& image, const Vec3& pointMm);

/// The compression in the slice of a vertebral body; nothing without one.
void paintStrain(Canvas& canvas, const SceneState& state, const SlicePlane& plane);

/// Where a scale stands, below the title.
enum class ScaleCorner { Left, Right };
/// Its scale, and what it is a scale of.
void paintStrainScale(Canvas& canvas,
                      const SceneState& state,
                      ScaleCorner corner,
                      const Dress& dress);

}  // namespace trocar::render
