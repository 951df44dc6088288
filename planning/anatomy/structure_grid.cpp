#include "planning/anatomy/structure_grid.h"

#include <cmath>

namespace trocar::anatomy {

Grid gridAround(const Case& patient, const Structure& structure, double marginMm) {
  const auto box = boundsOf(patient, structure);
  if (!box)
    return {};
  Grid lattice({1, 1, 1}, box->lowMm, Vec3::Ones());
  if (const auto* region = std::get_if<LabelRegion>(&structure.region))
    lattice = patient.layers.at(static_cast<std::size_t>(region->layer)).grid();
  Vec3 low = Vec3::Constant(1e9);
  Vec3 high = Vec3::Constant(-1e9);
  for (unsigned c = 0; c < 8; ++c) {
    const Vec3 corner((c & 1U) != 0 ? box->highMm[0] : box->lowMm[0],
                      (c & 2U) != 0 ? box->highMm[1] : box->lowMm[1],
                      (c & 4U) != 0 ? box->highMm[2] : box->lowMm[2]);
    low = low.cwiseMin(lattice.patientToVoxel(corner));
    high = high.cwiseMax(lattice.patientToVoxel(corner));
  }
  const Vec3 margin = marginMm * lattice.spacingMm().cwiseInverse();
  const Vec3 first = (low - margin).array().floor();
  const Vec3 last = (high + margin).array().ceil();
  const Vec3 count = last - first + Vec3::Ones();
  return Grid({static_cast<int>(count[0]), static_cast<int>(count[1]), static_cast<int>(count[2])},
              lattice.voxelToPatient(first),
              lattice.spacingMm(),
              lattice.directions());
}

}  // namespace trocar::anatomy
