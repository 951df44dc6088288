#pragma once

#include "core/case.h"

#include <cstddef>
#include <vector>

namespace trocar {

/// What a slice of a volume is made of: `part` of the way from one scanned slice to another.
struct SliceSource {
  std::size_t below = 0;
  std::size_t above = 0;
  double part = 0.0;
};

/// How scanned slices become a volume of even steps.
struct SliceSpacing {
  double stepMm = 1.0;
  double widestMm = 0.0;             ///< Largest gap between neighbours.
  std::vector<SliceSource> sources;  ///< Of each slice of the volume.
  std::vector<SliceRange> madeUp;    ///< Of the volume: where no slice was scanned.
  bool even = true;                  ///< Slice n of the volume is the scanned slice n.
  bool onGrid = true;                ///< Even, but for missing slices.

  int madeUpSlices() const;
};

/// Few slices beside the even places that all others have, and how far each of all lies from it;
/// none beside where more than a tenth would be.
struct OffPlace {
  std::vector<std::size_t> slices;
  std::vector<double> offMm;
};
OffPlace offPlaceOf(const std::vector<double>& alongMm);

/// Of slices at these places along the normal, in growing order, each place once. Places rounded to
/// a tenth of a millimetre are even; where slices are missing among even ones these stay as they
/// are; others are interpolated. A single slice is `thicknessMm` thick, or 1 mm where that is 0.
SliceSpacing spacingOf(const std::vector<double>& alongMm, double thicknessMm);

}  // namespace trocar
