#pragma once

#include "core/patient/morphometry.h"
#include "core/patient/shape.h"
#include "core/patient/vertebral_body.h"

namespace trocar::synthetic {

/// A vertebra in its own frame: origin in the middle of the body, x left, y posterior, z superior.
struct VertebraShape {
  Shape body;
  Shape arch;   ///< Pedicles, laminae and processes.
  Shape canal;  ///< Between the posterior wall and the laminae, as high as the vertebra.
  Shape bone;
};

VertebraShape vertebraShape(const VertebraSize& size);

/// Canal cross-section: half width, front and back in the midline.
struct CanalSection {
  double halfWidthMm;
  double frontYMm;
  double backYMm;
};
CanalSection canalSection(const VertebraSize& size);

/// Course of the left pedicle's axis: where it is narrowest, and the direction from back to front.
struct PedicleAxis {
  Vec3 centreMm;
  Vec3 forward;
};
PedicleAxis leftPedicleAxis(const VertebraSize& size);

/// Tip of the left transverse process of a thoracic vertebra, where its rib's tubercle rests.
Vec3 thoracicTransverseTip(const VertebraSize& size);

Shape leftPedicle(const VertebraSize& size);
/// Everything of the arch's left half behind the pedicle, midline parts whole.
Shape lumbarArchLeft(const VertebraSize& size);
Shape thoracicArchLeft(const VertebraSize& size);

}  // namespace trocar::synthetic
