#pragma once

#include "core/patient/shape.h"

namespace trocar::synthetic {

/// Landmarks of the left hip bone and proximal femur of an average adult, in the pelvis' frame: the
/// origin in the middle of the first sacral endplate, x left, y posterior, z superior when the
/// endplate slopes 40 degrees.
struct HipLandmarks {
  Vec3 anteriorSuperiorSpine{121, -74, -30};
  Vec3 anteriorInferiorSpine{99, -62, -66};
  Vec3 posteriorSuperiorSpine{46, 60, -31};
  Vec3 ischialSpine{47, 22, -116};
  Vec3 ischialTuberosity{60, 2, -180};
  Vec3 pubicTubercle{25, -94, -114};
  Vec3 hipCentre{88, -27, -106};
  Vec3 lesserTrochanter{112, -18, -178};
  double acetabularRadiusMm = 27.0;
  double headRadiusMm = 24.0;
};

struct HipShape {
  Shape bone;
  Shape cartilage;  ///< Between head and acetabulum.
};

/// Left side, average adult, pelvis' frame.
HipShape hipShape();
/// Head, neck, trochanters and the upper shaft; left side, pelvis' frame.
Shape femurShape();
/// Direction in which the acetabulum opens.
Vec3 acetabularOpening();

}  // namespace trocar::synthetic
