#pragma once

#include "planning/anatomy/soft_mask.h"

#include <optional>

namespace trocar::anatomy {

/// Directions in a plane across a pedicle: u away from the midline, v to the head.
struct SectionPlane {
  Vec3 centreMm = Vec3::Zero();
  Vec3 u = Vec3::UnitX();
  Vec3 v = Vec3::UnitZ();
};

/// The connected piece of bone around the centre of a plane, by its moments.
struct SectionShape {
  double areaMm2 = 0.0;
  double u = 0.0;  ///< Centre of area in the plane.
  double v = 0.0;
  Eigen::Matrix2d covariance = Eigen::Matrix2d::Zero();
  bool open = false;  ///< It runs out of the window of `reachMm`.
};

/// nullopt where there is no bone within 2.5 mm of the centre.
std::optional<SectionShape> sectionAt(const SoftMask& mask,
                                      const SectionPlane& plane,
                                      double reachMm);

}  // namespace trocar::anatomy
