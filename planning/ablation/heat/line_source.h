#pragma once

#include "planning/ablation/probes/device.h"

#include <vector>

namespace trocar::ablation {

/// Heat in W/m3 that a microwave antenna radiating `powerW` from the generator puts into each
/// voxel: q = eta P a exp(-a (r - R)) / (2 pi r L), its ends softened; scaled so that the sum is
/// eta P.
std::vector<float> microwaveSource(const Grid& grid,
                                   const Device& device,
                                   const ProbeShape& shape,
                                   double powerW);

/// Heat in W/m3 from a laser fibre by the diffusion approximation: mu_a P exp(-mu r) / (4 pi D r)
/// along its length; scaled so that the sum is P.
std::vector<float> laserSource(const Grid& grid,
                               const Device& device,
                               const ProbeShape& shape,
                               double powerW);

}  // namespace trocar::ablation
