#pragma once

#include "core/image.h"

#include <cstdint>
#include <vector>

namespace trocar {

/// The values with which a CT is filled where nothing was measured (outside the circle of the
/// reconstruction, beside a resampled image), by what is exactly alike along the edges of its
/// slices: one below -1100 or from 2000 HU on, which air and tissue do not have, or 0 itself over a
/// fifth of the edges, which noise does not leave.
std::vector<std::int16_t> paddingValues(const Volume& ct);

struct PaddedVolume {
  Volume ct;
  double share = 0.0;  ///< Of the voxels, that were filled with a value a body has too.
};

/// The CT with -1024 HU, air, in place of its padding: everywhere for values below -1100, else
/// where it is connected with an edge of its slice, for metal may have them.
PaddedVolume paddingAsAir(const Volume& ct, const std::vector<std::int16_t>& padding);

}  // namespace trocar
