#pragma once

#include "core/case.h"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trocar {

/// Voxels beside each other in one row of a grid: `first` up to, not including, `end` along i.
struct RowRun {
  int k = 0;
  int j = 0;
  int first = 0;
  int end = 0;

  auto operator<=>(const RowRun&) const = default;
};

/// Voxel indices from `low` to `high`, both included.
struct VoxelBox {
  std::array<int, 3> low{};
  std::array<int, 3> high{};

  bool operator==(const VoxelBox&) const = default;
};

/// A set of voxels of a grid that is known beside it, kept as runs. An immutable value of a few
/// kilobytes; copies share the runs.
class VoxelRuns {
 public:
  VoxelRuns() = default;
  /// In any order; they may overlap. Indices must be 0 or more, an end above its first.
  explicit VoxelRuns(std::vector<RowRun> runs);

  /// Ascending; no two touch.
  const std::vector<RowRun>& runs() const&;
  const std::vector<RowRun>& runs() const&& = delete;  ///< They would be gone with the set.
  bool empty() const { return runs().empty(); }
  std::size_t voxelCount() const;
  bool contains(const VoxelIndex& voxel) const;
  /// Nullopt without a voxel.
  std::optional<VoxelBox> box() const;

  bool operator==(const VoxelRuns& other) const;

 private:
  std::shared_ptr<const std::vector<RowRun>> runs_;  ///< Nullptr: none.
};

VoxelRuns united(const VoxelRuns& a, const VoxelRuns& b);
VoxelRuns without(const VoxelRuns& a, const VoxelRuns& b);
VoxelRuns common(const VoxelRuns& a, const VoxelRuns& b);

/// A box of voxels, one byte each, i fastest: 0 is outside the set.
struct VoxelPatch {
  std::array<int, 3> low{};  ///< Index of its first voxel in the grid.
  std::array<int, 3> size{};
  std::vector<std::uint8_t> voxels;

  std::size_t offset(int i, int j, int k) const {
    return static_cast<std::size_t>(i) +
           static_cast<std::size_t>(size[0]) *
               (static_cast<std::size_t>(j) +
                static_cast<std::size_t>(size[1]) * static_cast<std::size_t>(k));
  }
};
/// The box around the set, `margin` voxels wider on every side, not beyond `grid`. Of no voxel: an
/// empty one.
VoxelPatch patchOf(const VoxelRuns& set, const Grid& grid, int margin = 0);
VoxelPatch patchOf(const VoxelRuns& set, const VoxelBox& box);
VoxelRuns runsOf(const VoxelPatch& patch);
/// Voxels of `grid` whose centres lie within `reachMm` of the box around the points. Nullopt where
/// that is outside.
std::optional<VoxelBox> voxelsAround(const Grid& grid,
                                     const std::vector<Vec3>& pointsMm,
                                     double reachMm);

/// The voxels of the CT whose centres lie in the structure.
VoxelRuns runsOf(const Case& patient, const Structure& structure);

/// One line: slices are parted by ";", rows by a blank, runs by ",", as in "12:40=7-9,15-15
/// 41=7-8;13:40=7-7" (slice 12, row 40, voxels 7 to 9 and 15).
std::string toText(const VoxelRuns& set);
/// Throws Error for what toText cannot have written.
VoxelRuns voxelRunsFromText(std::string_view text);

}  // namespace trocar
