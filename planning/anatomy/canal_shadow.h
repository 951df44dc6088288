#pragma once

#include "planning/anatomy/soft_mask.h"

#include <optional>

namespace trocar::anatomy {

/// The canal as the hole in the shadow that a vertebra throws along it: pedicles and laminae close
/// a ring in the shadow even where no single slice shows it closed.
struct CanalShadow {
  Vec3 direction = Vec3::UnitZ();  ///< Along which the hole is largest, cranial.
  Vec3 centreMm = Vec3::Zero();    ///< A point on the hole's centre line.
  double areaMm2 = 0.0;
};

/// Centre of the most massive part of the mask, which is the vertebral body.
Vec3 densestPointMm(const SoftMask& mask);

/// Directions within about 45 degrees of `cranialGuess` are tried. nullopt where no ring of bone
/// closes behind `bodyMm`.
std::optional<CanalShadow> findCanalShadow(const SoftMask& mask,
                                           const Vec3& bodyMm,
                                           const Vec3& cranialGuess);

}  // namespace trocar::anatomy
