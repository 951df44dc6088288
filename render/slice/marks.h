#pragma once

#include "render/canvas/canvas.h"
#include "render/picking.h"
#include "render/scene_state.h"
#include "render/slice/slice_annotation.h"

#include <functional>

namespace trocar::render {

/// A ring of points about a pixel.
std::vector<Path> circlePath(const Pixel& centre, double radiusPx);

/// How strongly a place is drawn, 0 to 1: all in 3-D, in a slice less the further it lies from the
/// plane.
using Strength = std::function<double(const Vec3&)>;
/// Slices name the landmarks they pass through; in 3-D, where all are seen at once, only that in
/// the hand is named.
enum class LandmarkNames { Near, Held };

/// Landmarks, the place the state points at, and where cement leaves the bone, with the route's
/// name.
void paintMarks(Canvas& canvas,
                const SceneState& state,
                const ToDisplay& toDisplay,
                const Strength& strength,
                LandmarkNames names,
                const Dress& dress);

}  // namespace trocar::render
