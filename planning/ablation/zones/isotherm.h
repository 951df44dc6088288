#pragma once

#include "core/image.h"

#include <vector>

namespace trocar::ablation {

/// Size of the body inside an isotherm: colder than it where it lies below `referenceC`, hotter
/// above.
struct IsothermSize {
  double isothermC = 0.0;
  double lengthMm = 0.0;  ///< Extent along the axis asked for.
  double widthMm = 0.0;   ///< Largest extent across it.
  double volumeMl = 0.0;
  bool cutOff = false;  ///< Reaches the rim of the grid, so that it is larger than said.
};

/// Where the isotherm crosses the lines between neighbouring voxel centres, by linear
/// interpolation.
std::vector<Vec3> isothermPoints(const Image<float>& temperatureC, double isothermC);

/// All zero where no voxel is within. `temperatureC` on cubic voxels.
IsothermSize measureIsotherm(const Image<float>& temperatureC,
                             double isothermC,
                             double referenceC,
                             const Vec3& axis);

}  // namespace trocar::ablation
