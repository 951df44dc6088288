#pragma once

#include "core/import.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
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
};

/// A slice that is unlike both of its neighbours, which are alike.
struct OddSlice {
  std::size_t slice = 0;
  double apartHu = 0.0;   ///< Mean difference of its blocks from the nearer of the two ..
  double besideHu = 0.0;  ///< .. and of these from each other.
};

/// What slices show beside where they lie.
struct SliceLooks {
  std::vector<ExchangedSlices> exchanged;
  std::vector<OddSlice> odd;        ///< Not exchanged; none where there are many.
  std::vector<std::size_t> copies;  ///< The same pixels as the one before; none where many are.
};

/// Of slices in the order of their places, `hu` one after the other: anatomy changes little from
/// slice to slice, so that slices out of order differ more from those beside them than elsewhere.
/// Finds exchanged neighbours and pairs up to eight slices apart, and those farther apart that are
/// each unlike both of their neighbours. On four real CTs along all their axes no two slices look
/// exchanged, and 294 of 300 that were exchanged are found; equal slices tell nothing. There a
/// slice differs from its nearer neighbour by 0.5 to 0.9 of what both differ from each other:
/// from 1.3 and 5 HU more on it is odd.
SliceLooks looksOf(std::span<const std::int16_t> hu,
                   const std::array<int, 2>& size,
                   const std::array<double, 2>& pixelMm);

/// Raises "exchanged-slices" and remarks on the others ("odd-slices", "copied-slices"). `named`
/// calls a slice for people, `about` gives the doubt its file.
void raiseLooks(const SliceLooks& looks,
                const std::function<std::string(std::size_t)>& named,
                const std::function<Doubt(const Doubt&)>& about,
                const ImportChoices& choices,
                std::vector<Remark>& remarks);

}  // namespace trocar
