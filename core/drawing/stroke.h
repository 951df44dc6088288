#pragma once

#include "core/voxel_runs.h"

#include <optional>
#include <vector>

namespace trocar::drawing {

/// Hounsfield units from `low` to `high`, both included.
struct HuRange {
  double low = 0.0;
  double high = 0.0;

  bool operator==(const HuRange&) const = default;
};

/// A round brush drawn along a polyline.
struct Stroke {
  std::vector<Vec3> pathMm;
  double radiusMm = 1.0;
  /// Normal of the slice that the brush paints in, one layer of voxels thick; a ball without it.
  std::optional<Vec3> sliceNormal;
  std::optional<HuRange> withinHu;  ///< Leaves other voxels out.

  bool operator==(const Stroke&) const = default;
};

/// Voxels whose centres lie under the brush, and those that the path's points lie in; what
/// `withinHu` leaves out is not among them.
VoxelRuns voxelsUnder(const Stroke& stroke, const Volume& ct);

/// Of `voxels`, those of the CT within the range.
VoxelRuns within(const VoxelRuns& voxels, const Volume& ct, const HuRange& range);

}  // namespace trocar::drawing
