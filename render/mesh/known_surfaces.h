#pragma once

#include "planning/model/case_model.h"
#include "render/mesh/surface.h"

namespace trocar::render {

/// As makeSurfaces, of a case whose surfaces may have been made before.
Surfaces knownSurfaces(const CaseModel& model,
                       SurfaceQuality quality = SurfaceQuality::Final,
                       const Progress& = {});

}  // namespace trocar::render
