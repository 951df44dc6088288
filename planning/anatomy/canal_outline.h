#pragma once

#include "planning/anatomy/body_shape.h"

#include <optional>
#include <vector>

namespace trocar::anatomy {

/// The canal of one vertebra across its axis, as a distance from `centreMm` (local, z 0) for each
/// angle of BodyShape: the free space left by the arch and the body over the whole height of the
/// ring.
struct CanalOutline {
  Vec3 centreMm = Vec3::Zero();
  BodyShape::Radii radiiMm{};
  double closedShare = 0.0;  ///< Of the angles at which bone bounds it.
  double areaMm2 = 0.0;

  bool contains(const Vec3& local) const;
};

/// `startMm` lies in the canal, in local coordinates.
std::optional<CanalOutline> traceCanal(const SoftMask& mask,
                                       const BodyShape& body,
                                       const Vec3& startMm);

}  // namespace trocar::anatomy
