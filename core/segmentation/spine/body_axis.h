#pragma once

#include "core/image.h"

#include <vector>

namespace trocar::segmentation {

/// A point on the line through the middle of the vertebral bodies, and the spine's axes there.
struct Station {
  Vec3 atMm = Vec3::Zero();
  Vec3 up = Vec3::UnitZ();  ///< Along the line, cranially.
  Vec3 posterior = Vec3::UnitY();
  Vec3 left = Vec3::UnitX();
};

/// Stations one millimetre apart, from caudal to cranial, ahead of the points of the canal and
/// between the bodies' sides; 24 mm past the canal's ends.
std::vector<Station> bodyAxis(const Volume& ct, const std::vector<Vec3>& canalMm);

/// Widths of the bodies from side to side in mm, one a station: the upper quartile within 20 mm of
/// where bone ends on both sides.
std::vector<double> bodyWidthsMm(const Volume& ct, const std::vector<Station>& axis);

}  // namespace trocar::segmentation
