#pragma once

#include "core/image.h"

#include <cstdint>
#include <vector>

namespace trocar {

inline constexpr int kNoTissueHu = -1400;   ///< Below it no tissue, air or usual noise lies.
inline constexpr int kBeyondBoneHu = 2000;  ///< From it on only metal and padding lie.
inline constexpr std::int16_t kPaddedAirHu = -1024;  ///< What padding becomes.

/// What fills a CT where nothing was measured: outside the circle of the reconstruction, beside a
/// resampled image.
struct Padding {
  bool belowAir = false;             ///< All values below kNoTissueHu.
  std::vector<std::int16_t> values;  ///< Values that a body may have too.

  bool none() const { return !belowAir && values.empty(); }
};

/// By what lies along the edges of the CT's slices: 2 % of values below -1400 HU, exactly one value
/// below -1100 on 2 % or from 2000 HU on on 5 % of them, as air and tissue do not have, or 0 itself
/// over a fifth, as noise does not leave.
Padding paddingOf(const Volume& ct);

struct PaddedVolume {
  Volume ct;
  double share = 0.0;  ///< Of the voxels, that were filled with a value a body has too.
};

/// The CT with -1024 HU, air, in place of its padding. Values from -1100 on are replaced only where
/// they are connected with an edge of their slice, for metal may have them.
PaddedVolume paddingAsAir(const Volume& ct, const Padding& padding);

}  // namespace trocar
