#pragma once

#include "core/case.h"
#include "core/labels/label_file.h"

#include <optional>
#include <string>
#include <vector>

namespace trocar::labels {

/// Structures gathered from several label maps: maps on one grid become one layer, also where they
/// overlap, for a value of a layer stands for a combination of structures.
class LabelSet {
 public:
  /// Adds the structures of a layer by `meanings`. Throws Error, naming `source`, where one of
  /// their ids is taken already. Costs the labelled box of the layer only, once another lies on its
  /// grid.
  void add(const LabelLayer& layer, const LabelMeanings& meanings, const std::string& source);

  std::vector<LabelMap> layers() const;
  /// The same, and leaves none behind.
  std::vector<LabelMap> takeLayers();
  const std::vector<Structure>& structures() const { return structures_; }

 private:
  /// A map, or voxels of its own once another map was laid over it.
  struct Layer {
    Grid grid;
    std::optional<LabelMap> map;
    std::vector<std::uint16_t> voxels = {};
    std::map<std::uint16_t, std::size_t> counts = {};  ///< Of the values but 0 that occur.
  };

  std::size_t place(const LabelLayer& layer, std::vector<Structure>& fresh);
  void overlay(std::size_t number, const LabelLayer& over, std::vector<Structure>& fresh);

  std::vector<Layer> layers_;
  std::vector<Structure> structures_;
};

/// Whether two grids have the same voxels to within a hundredth of one.
bool coincide(const Grid& a, const Grid& b);

}  // namespace trocar::labels
