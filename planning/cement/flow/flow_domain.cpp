#include "planning/cement/flow/flow_domain.h"

namespace trocar::cement {

FlowDomain::FlowDomain(const Grid& voxels)
    : grid(voxels),
      porosity(voxels.voxelCount(), 0.0F),
      permeabilityM2(voxels.voxelCount(), 0.0F),
      walls(voxels.voxelCount(), 0),
      marrowDrainMm3(voxels.voxelCount(), 0.0F),
      open(voxels.voxelCount(), 0) {}

std::ptrdiff_t FlowDomain::stride(int axis) const {
  const std::ptrdiff_t nx = grid.size()[0];
  return axis == 0 ? 1 : axis == 1 ? nx : nx * grid.size()[1];
}

bool FlowDomain::connected(std::size_t voxel, int axis) const {
  return flows(voxel) && ((walls[voxel] >> axis) & 1) == 0 &&
         flows(voxel + static_cast<std::size_t>(stride(axis)));
}

double FlowDomain::poreMm3(std::size_t voxel) const {
  return static_cast<double>(porosity[voxel]) * grid.voxelVolumeMm3();
}

}  // namespace trocar::cement
