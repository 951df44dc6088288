#pragma once

#include "core/vec3.h"

#include <cstdint>
#include <random>

namespace trocar {

/// Random numbers in an order that a seed alone decides: the standard library's own distributions
/// differ between its implementations.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  double uniform();  ///< Above 0 and below 1.
  double normal(double sd = 1.0);
  /// Normal, drawn again until it is not negative.
  double normalLength(double mean, double sd);
  double logNormal(double sd);  ///< Of median 1; `sd` is its logarithm's.
  Vec3 direction();             ///< Even over the sphere.

 private:
  std::mt19937_64 engine_;
};

}  // namespace trocar
