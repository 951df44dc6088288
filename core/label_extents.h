#pragma once

#include "core/case.h"

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <vector>

namespace trocar {

/// How many voxels carry a label and the smallest box of indices around them, both ends included.
struct LabelExtent {
  std::size_t voxels = 0;
  std::array<int, 3> low{};
  std::array<int, 3> high{};
};

/// Whether the box reaches the first or last voxel layer of the grid.
bool touchesBorder(const LabelExtent& extent, const Grid& grid);

/// Of every value but 0 that occurs, in one pass over the map.
std::map<std::uint16_t, LabelExtent> labelExtents(const LabelMap& labels);

/// Of the union of the region's values, which must lie in `labels`; nullopt where none of them
/// occurs.
std::optional<LabelExtent> extentOf(const LabelMap& labels, const LabelRegion& region);

/// The extents of all label maps of a case: one pass for any number of structures.
class CaseExtents {
 public:
  explicit CaseExtents(const Case& patient);
  /// Of the union of the region's values; nullopt where none of them occurs.
  std::optional<LabelExtent> of(const LabelRegion& region) const;

 private:
  std::vector<std::map<std::uint16_t, LabelExtent>> layers_;
};

/// The values of a region as a table to look a voxel up in: 1 where it belongs.
std::vector<std::uint8_t> membershipOf(const LabelRegion& region);

}  // namespace trocar
