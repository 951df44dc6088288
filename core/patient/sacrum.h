#pragma once

#include "core/patient/shape.h"

#include <array>
#include <vector>

namespace trocar::synthetic {

/// Sacrum and coccyx in the frame of the first sacral endplate: origin in its middle, x left,
/// y posterior along the endplate, z along its normal. Sizes are those of an average adult times
/// `scale`.
struct SacrumShape {
  Shape bone;
  Shape canal;
  std::array<Shape, 4> foraminaLeft;  ///< S1 to S4: from the canal out at the front.
  std::array<Vec3, 4> foramenLeftMm;  ///< Centre of each anterior foramen's mouth.
  std::vector<Vec3> canalCourseMm;    ///< From above S1 to the hiatus.
};

SacrumShape sacrumShape(double scale);
/// Middle of the body of S1 to S5 (index 0 to 4) at its upper end; index 5 is the coccyx.
Vec3 sacralBodyMm(int segment, double scale);

}  // namespace trocar::synthetic
