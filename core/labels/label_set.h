#pragma once

#include "core/case.h"
#include "core/labels/label_file.h"

#include <string>
#include <vector>

namespace trocar::labels {

/// Structures gathered from several label maps: maps on one grid become one layer, also where they
/// overlap, for a value of a layer stands for a combination of structures.
class LabelSet {
 public:
  /// Adds a map's structures. Throws Error, naming `source`, where one of their ids is taken
  /// already.
  void add(const LabelMap& labels, const LabelMeanings& meanings, const std::string& source);

  const std::vector<LabelMap>& layers() const { return layers_; }
  const std::vector<Structure>& structures() const { return structures_; }

 private:
  std::size_t place(const LabelMap& labels, std::vector<Structure>& fresh);
  void overlay(std::size_t layer, const LabelMap& labels, std::vector<Structure>& fresh);

  std::vector<LabelMap> layers_;
  std::vector<Structure> structures_;
};

/// Whether two grids have the same voxels to within a hundredth of one.
bool coincide(const Grid& a, const Grid& b);

}  // namespace trocar::labels
