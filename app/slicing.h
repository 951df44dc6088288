#pragma once

#include "app/view_state.h"
#include "core/case.h"

namespace trocar::app {

/// What the wheel does in a view: the crosshair goes superior in axial and 3-D, left in sagittal
/// and anterior in coronal by whole CT slices; the view along a needle turns about it; those across
/// it go towards the hub.
ViewState scrolled(ViewState view, const Case& patient, render::ViewKind kind, double slices);
/// The point, or the nearest one in the CT.
Vec3 insideOf(const Grid& grid, const Vec3& pointMm);

}  // namespace trocar::app
