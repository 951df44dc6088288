#pragma once

#include "planning/access/pedicle_path.h"

namespace trocar::fixation {

/// The cortex at one end of a way through bone, as a flat face that the axis goes through. Near it
/// the distance to the cortex says nothing of the bone beside the thread.
struct EndFace {
  double cosine = 1.0;  ///< Between axis and normal.

  /// Whether a distance, read on the axis this far from the face, is that to the face itself.
  bool isNearest(double fromFaceMm, double distanceMm) const;
};

/// The face where an axis meets the cortex; at least 0.2 is taken for its cosine.
EndFace endFaceAt(const access::BoneDistance& bone, const Vec3& atMm, const Vec3& direction);

/// Distance from a point in the bone to where a line leaves it, to 0.05 mm; at most 220 mm.
double wayOutMm(const access::BoneDistance& bone, const Vec3& fromMm, const Vec3& direction);

}  // namespace trocar::fixation
