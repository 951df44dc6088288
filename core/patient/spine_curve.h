#pragma once

#include "core/patient/morphometry.h"
#include "core/patient/shape.h"

#include <vector>

namespace trocar::synthetic {

/// Where each vertebra stands: its own frame (origin in the middle of its body) and its sizes.
struct SpineCurve {
  std::vector<VertebraSize> sizes;
  std::vector<Frame> frames;
  Frame sacrum;  ///< In the middle of the first sacral endplate.
  Frame pelvis;  ///< The same origin; upright when the endplate slopes 40 degrees.

  /// Index of "L3"; throws Error for a level that is not there.
  std::size_t indexOf(const std::string& level) const;
};

/// Bends that are not in the sizes.
struct Posture {
  double sacralSlopeDeg = 40;
  double scoliosisDeg = 0;  ///< Side bend over the whole lumbar spine, convex to the left.
  Vec3 sacralOriginMm = Vec3::Zero();
};

/// Stacks bodies and discs on the sacrum; lordosis and kyphosis are the sums of their wedges.
SpineCurve spineCurve(const std::vector<VertebraSize>& sizes, const Posture& posture);

}  // namespace trocar::synthetic
