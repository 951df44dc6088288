#pragma once

#include "core/image.h"
#include "core/io/padding.h"

#include <cstdint>
#include <string>
#include <vector>

namespace trocar {

/// How often each HU occurs among some millions of a CT's voxels, evenly taken.
class HuSpread {
 public:
  /// Without the padding.
  HuSpread(const Volume& ct, const Padding& padding);

  /// Share of the voxels from `low` to `high`, both included.
  double share(int low, int high) const;
  /// The value below which this share of the voxels lies.
  int quantile(double share) const;
  int lowest() const;   ///< 0 where there is no voxel at all.
  int highest() const;  ///< As lowest.
  /// From the lowest to the highest value, padding included: "0 to 255".
  std::string rangeText() const;
  int distinct() const;  ///< How many different values there are, without the padding.
  bool isOneValue() const { return wholeLowest_ == wholeHighest_; }  ///< Padding included.

 private:
  std::vector<std::uint32_t> counts_;
  double all_ = 0.0;
  int wholeLowest_ = 0;
  int wholeHighest_ = 0;
};

}  // namespace trocar
