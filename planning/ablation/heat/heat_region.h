#pragma once

#include <array>

namespace trocar::ablation {

/// Voxels [low, high) along each axis. Along x both are multiples of kChunk.
struct VoxelBox {
  std::array<int, 3> low{0, 0, 0};
  std::array<int, 3> high{0, 0, 0};

  bool empty() const { return high[0] <= low[0]; }
  bool crosses(int j, int k) const {
    return !empty() && j >= low[1] && j < high[1] && k >= low[2] && k < high[2];
  }
  /// Grows to hold `other` too.
  void include(const VoxelBox& other);
  double voxels() const {
    return empty() ? 0.0 : 1.0 * (high[0] - low[0]) * (high[1] - low[1]) * (high[2] - low[2]);
  }
};

/// Voxels [begin, end) of one row.
struct RowSpan {
  int begin = 0;
  int end = 0;
  bool own = true;  ///< Not in the overlap.
};

/// The spans of a row, in order.
struct RowSpans {
  std::array<RowSpan, 4> list;
  int count = 0;

  void add(int begin, int end, bool own = true) {
    if (begin < end)
      list[static_cast<std::size_t>(count++)] = {begin, end, own};
  }
  const RowSpan* begin() const { return list.data(); }
  const RowSpan* end() const { return list.data() + count; }
};

/// Where stages work: a box, or one with a hole. What lies in `inner` around the hole is overlap:
/// it is worked on for what flows through inner's rim, and its result is thrown away.
struct HeatRegion {
  VoxelBox box;
  VoxelBox inner;
  VoxelBox hole;

  double voxels() const { return box.voxels() - hole.voxels(); }
  /// What is worked on of row (j, k).
  RowSpans workedOn(int j, int k) const;
  /// What must be known of the row: that, and the hole's rim.
  RowSpans known(int j, int k) const;
};

}  // namespace trocar::ablation
