#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace trocar {

/// Adds a row of pixels to sums, each to its own.
inline void addPixels(const std::int16_t* pixels, std::size_t count, std::int32_t* sums) {
#pragma omp simd
  for (std::size_t n = 0; n < count; ++n)
    sums[n] += pixels[n];
}

/// The same of pixels that are held within -most to most.
inline void addClampedPixels(const std::int16_t* pixels,
                             std::size_t count,
                             std::int16_t most,
                             std::int32_t* sums) {
  const auto least = static_cast<std::int16_t>(-most);
#pragma omp simd
  for (std::size_t n = 0; n < count; ++n)
    sums[n] += std::min(std::max(pixels[n], least), most);
}

}  // namespace trocar
