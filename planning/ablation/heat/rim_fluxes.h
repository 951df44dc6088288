#pragma once

#include "planning/ablation/heat/heat_kernel.h"

namespace trocar::ablation {

/// Heat per volume of the rim's voxels (J/m3) that flows into a box through its six sides during a
/// super step: gathered while the surroundings are solved, given to the box while it is. What one
/// loses the other gains, exactly.
class RimFluxes {
 public:
  RimFluxes(const HeatRegion& region, const HeatArrays& arrays);

  /// Sides of plane `k` during a stage of the surroundings: the plane decoded, and the fluxes from
  /// the plane below it and to the one above. Planes may be gathered by different threads.
  void gather(int k, const StageWeights& weights, const PlaneStack& stack);
  /// After each stage.
  void nextStage();
  /// Adds the share `scale` / `tau` of what was gathered to the rim voxels of plane `k` of `out`.
  void give(int k, double scale, double tau, float* out) const;

 private:
  /// One side: the voxels inside, what lies beyond it, and how much heat came.
  struct Side {
    std::vector<float> heat, other;
  };
  void along(
      Side& side, std::size_t at, const float* flux, std::array<float, 3> weights, int count);
  void gatherEnds(int k, const std::array<float, 3>& weights, const DecodedPlane& plane);
  void gatherRows(int k, const std::array<float, 3>& weights, const DecodedPlane& plane);

  const HeatArrays& arrays_;
  VoxelBox box_;
  VoxelBox inner_;
  int width_;  ///< Voxels along x.
  std::array<Side, 6> sides_;
};

}  // namespace trocar::ablation
