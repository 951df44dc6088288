#pragma once

#include "core/grid.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace trocar::cement {

/// The porous space that cement may enter, on a grid whose outermost voxels are solid.
struct FlowDomain {
  FlowDomain() = default;
  /// All solid.
  explicit FlowDomain(const Grid& voxels);

  Grid grid;
  std::vector<float> porosity;        ///< Pore volume fraction; 0 where nothing flows.
  std::vector<float> permeabilityM2;  ///< Of Darcy's law; 0 where nothing flows.
  Vec3 anisotropy = Vec3::Ones();     ///< Factor on the permeability along each grid axis.
  /// Bit a is set where the face to the next voxel along axis a is closed.
  std::vector<std::uint8_t> walls;
  /// Marrow that leaves through small vessels of the intact cortex: flow in mm3/s = drain x
  /// pressure in Pa / marrow viscosity in Pa s. Cement does not pass there.
  std::vector<float> marrowDrainMm3;
  std::vector<std::uint8_t> open;  ///< Not 0 where both fluids leave the domain at zero pressure.

  std::ptrdiff_t stride(int axis) const;
  bool flows(std::size_t voxel) const {
    return porosity[voxel] > 0.0F && permeabilityM2[voxel] > 0.0F;
  }
  /// Both voxels flow and no wall stands between them; `voxel` + stride must exist.
  bool connected(std::size_t voxel, int axis) const;
  double poreMm3(std::size_t voxel) const;
};

}  // namespace trocar::cement
