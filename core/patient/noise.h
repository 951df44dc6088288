#pragma once

#include "core/vec3.h"

#include <cstdint>

namespace trocar::synthetic {

/// A fixed scramble of 64 bits: the only source of chance here, so that a voxel's value depends on
/// nothing but its place and the seed.
std::uint64_t scrambled(std::uint64_t value);
/// In [0, 1).
double uniformAt(std::uint64_t seed, std::int64_t i, std::int64_t j, std::int64_t k);
/// Smooth random field about zero, of standard deviation 0.92, whose grains are `grainMm` wide.
double grainAt(std::uint64_t seed, const Vec3& pointMm, double grainMm);

}  // namespace trocar::synthetic
