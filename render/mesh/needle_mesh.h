#pragma once

#include "render/body/needle_shape.h"
#include "render/mesh/surface.h"

namespace trocar::render {

/// A needle in 3-D in the parts that have colours of their own.
struct NeedleMesh {
  Mesh shaft;   ///< From hub to tip, with its point.
  Mesh marks;   ///< Rings every 10 mm from the tip.
  Mesh active;  ///< The active part, a hair thicker than the shaft; may be empty.
  Mesh handle;  ///< May be empty.
};

NeedleMesh meshOf(const NeedleShape& needle);

}  // namespace trocar::render
