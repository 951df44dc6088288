#pragma once

#include "core/image.h"

#include <cstdint>
#include <vector>

namespace trocar {

/// How often each HU occurs among some millions of a CT's voxels, evenly taken.
class HuSpread {
 public:
  /// Without the voxels that hold one of the values left out.
  HuSpread(const Volume& ct, const std::vector<std::int16_t>& leftOut);

  /// Share of the voxels from `low` to `high`, both included.
  double share(int low, int high) const;
  int lowest() const;   ///< 0 where there is no voxel at all.
  int highest() const;  ///< As lowest.

 private:
  std::vector<std::uint32_t> counts_;
  double all_ = 0.0;
};

}  // namespace trocar
