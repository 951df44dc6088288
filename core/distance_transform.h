#pragma once

#include "core/grid.h"

#include <array>
#include <cstdint>
#include <vector>

namespace trocar {

/// A block of voxels, 1 inside and 0 outside, i fastest; everything around it is outside.
struct MaskBlock {
  std::array<int, 3> size{};
  Vec3 spacingMm = Vec3::Ones();
  std::vector<std::uint8_t> inside;

  bool at(int i, int j, int k) const;  ///< 0 beyond the block.
};

/// Where along one axis distances are wanted: at the voxel positions `first + n * stride` of the
/// block (negative or beyond its end outside it), n from 0 to count - 1.
struct Samples {
  int first = 0;
  int stride = 1;
  int count = 0;

  int at(int n) const { return first + n * stride; }
};

/// Signed distance in mm from each sample point, a voxel centre, to the surface of the block's
/// mask, negative inside; i fastest. The surface is the set of midpoints of the faces between a
/// voxel inside and one outside, and the distance to that set is exact: halfway between the voxel
/// centres on any flat or slanting surface, over by at most 0.15 of a voxel right beside a slanting
/// one. The mask must not be empty. The bytes do not depend on the number of threads.
///
/// Three separable passes of lower envelopes of parabolas (P. Felzenszwalb, D. Huttenlocher,
/// Distance Transforms of Sampled Functions, Theory of Computing 8, 2012), with face midpoints at
/// half indices.
std::vector<float> signedDistances(const MaskBlock& mask, const std::array<Samples, 3>& samples);

}  // namespace trocar
