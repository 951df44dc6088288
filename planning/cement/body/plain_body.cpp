#include "planning/cement/body/plain_body.h"

#include <cmath>

namespace trocar::cement {

FlowDomain plainBody(double spacingMm) {
  const std::array<int, 3> size = {static_cast<int>(50 / spacingMm) + 5,
                                   static_cast<int>(35 / spacingMm) + 5,
                                   static_cast<int>(30 / spacingMm) + 5};
  const Vec3 half(size[0] - 1, size[1] - 1, size[2] - 1);
  FlowDomain domain(Grid(size, -0.5 * spacingMm * half, Vec3::Constant(spacingMm)));
  for (std::size_t c = 0; c < domain.porosity.size(); ++c) {
    const Vec3 p = domain.grid.voxelToPatient(domain.grid.voxelAt(c));
    const double radius = std::hypot(p.x() / 25.0, p.y() / 17.5);
    if (radius >= 1.0 || std::abs(p.z()) >= 15.0)
      continue;
    domain.porosity[c] = 0.9F;
    domain.permeabilityM2[c] = 4e-8F;
    domain.marrowDrainMm3[c] = radius > 0.95 || std::abs(p.z()) > 14.0 ? 3e-7F : 0.0F;
  }
  return domain;
}

}  // namespace trocar::cement
