#pragma once

#include "planning/numerics/voxel_system.h"

#include <cstddef>
#include <vector>

namespace trocar::numerics {

/// A run of array places.
struct RowSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// For each row along i of a system, from its first voxel with a coefficient to its last; slab
/// after slab of k. A bone fills half of its box or less: loops skip the rest.
class RowSpans {
 public:
  RowSpans() = default;
  explicit RowSpans(const VoxelSystem& system);

  int slabs() const { return static_cast<int>(slabBegin_.size()) - 1; }
  const RowSpan* begin(int slab) const {
    return spans_.data() + slabBegin_[static_cast<std::size_t>(slab)];
  }
  const RowSpan* end(int slab) const { return begin(slab + 1); }
  /// Calls `visit` with every row, in order.
  template <typename Visit>
  void each(const Visit& visit) const {
    for (const RowSpan& row : spans_)
      visit(row);
  }

 private:
  std::vector<RowSpan> spans_;  ///< Rows without a voxel are left out.
  std::vector<std::size_t> slabBegin_{0};
};

}  // namespace trocar::numerics
