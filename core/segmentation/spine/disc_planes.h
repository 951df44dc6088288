#pragma once

#include "core/segmentation/spine/body_axis.h"

#include <vector>

namespace trocar::segmentation {

/// The middle of a disc as a plane.
struct DiscPlane {
  int station = 0;  ///< Of the axis.
  Vec3 centreMm = Vec3::Zero();
  Vec3 normal = Vec3::UnitZ();  ///< Cranially.
};

/// The discs along the axis, from caudal to cranial: dark planes between two bright ones, so far
/// apart as bodies of such widths are high, and about evenly.
std::vector<DiscPlane> discPlanes(const Volume& ct,
                                  const std::vector<Station>& axis,
                                  const std::vector<double>& widthsMm);

}  // namespace trocar::segmentation
