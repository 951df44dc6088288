#pragma once

#include "core/distance_field.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace trocar::access {

/// The smallest of many distance fields at a point, exactly as by asking all of them, but asking
/// few: space is cut into blocks that know which fields can be the smallest inside.
class NearStructures {
 public:
  NearStructures() = default;
  /// Points outside `box` are answered by asking all.
  NearStructures(std::vector<const DistanceField*> fields, const Box& box);

  /// Infinity without fields.
  double at(const Vec3& pointMm) const;
  const std::vector<const DistanceField*>& fields() const { return fields_; }
  /// Nothing within a way w of here is nearer than this less w. Cheap: from the middle
  /// of the block. Minus infinity beyond the box.
  double atLeast(const Vec3& pointMm) const;
  /// How far from a reading of `distanceMm` the smallest field is surely above `limitMm`.
  double freeWayMm(double distanceMm, double limitMm) const;

 private:
  using List = std::vector<std::uint16_t>;

  struct Block {
    List nearest;           ///< Fields that can be the smallest somewhere in it.
    double middleMm = 0.0;  ///< The smallest field at its middle.
  };

  /// Of a cube of `edgeMm` around `middleMm`, asking the fields `among`.
  Block blockAt(const Vec3& middleMm, double edgeMm, const List& among) const;
  /// The blocks of a coarse one whose first block is `first`.
  void fillCoarse(const std::array<int, 3>& first, std::vector<Block>& blocks) const;
  /// Nullopt beyond the box.
  std::optional<std::size_t> blockOf(const Vec3& index) const;
  double smallestOfAll(const Vec3& pointMm) const;

  std::vector<const DistanceField*> fields_;
  double voxelMm_ = 0.0;  ///< Coarsest sampling of the fields.
  Vec3 lowMm_ = Vec3::Zero();
  std::array<int, 3> blocks_{0, 0, 0};
  std::vector<std::uint32_t> firsts_;   ///< Of each block in `members_`; one more at the end.
  std::vector<std::uint16_t> members_;  ///< Indices into `fields_`.
  std::vector<double> middlesMm_;       ///< The smallest field at the middle of each block.
};

}  // namespace trocar::access
