#pragma once

#include "core/case.h"
#include "render/body/camera.h"

namespace trocar::render {

/// From where a first 3-D picture shows a case: from behind, on the side of its first lesion; from
/// the left where the lesion lies near the middle or there is none; straight from behind where it
/// lies in the sacrum, which the hip bones hide from both sides.
Viewpoint firstViewpoint(const Case& patient);

}  // namespace trocar::render
