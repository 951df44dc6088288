#pragma once

#include "core/labels/label_file.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace trocar::labels {

/// Voxels that follow each other in the array of a grid.
struct VoxelSpan {
  std::size_t first = 0;
  std::size_t count = 0;
};

/// Label maps that take segments one by one, each whole into the first map where it meets no other.
class LayerStack {
 public:
  explicit LayerStack(const Grid& grid) : grid_(grid) {}

  /// Throws Error, beginning with "its", where the maps would take more than 8 GB.
  void add(const std::vector<VoxelSpan>& voxels, std::uint16_t value);
  /// The maps, at least one, and leaves none behind.
  std::vector<LabelLayer> take(const LabelMeanings& meanings);

 private:
  void addMap();

  Grid grid_;
  std::vector<std::vector<std::uint16_t>> maps_;
};

}  // namespace trocar::labels
