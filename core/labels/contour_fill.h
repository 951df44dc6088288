#pragma once

#include "core/grid.h"
#include "core/progress.h"
#include "core/voxel_runs.h"

#include <array>
#include <optional>
#include <vector>

namespace trocar::labels {

/// The corners of a closed line in patient mm; the last is joined with the first.
using ClosedContour = std::vector<Vec3>;

/// A closed contour in continuous voxel indices: `plane` along the axis that it lies across, the
/// corners along the other two, the lower axis first.
struct PlanarContour {
  double plane = 0.0;
  std::vector<std::array<double, 2>> corners;
};

/// Contours of one structure in parallel planes of a grid, one plane after the other.
struct ContourStack {
  int axis = 2;  ///< Of the grid; the planes lie across it.
  std::vector<std::vector<PlanarContour>> planes;

  double at(std::size_t plane) const { return planes[plane].front().plane; }
};

/// The contours as planes across the voxel axis that fits best; nullopt where some contour is more
/// than a quarter voxel out of such a plane, whatever the axis. Planes nearer than 0.1 mm are one.
std::optional<ContourStack> stackOf(const std::vector<ClosedContour>& contours, const Grid& grid);

/// The share for `quantile` that takes the lower of both middle values: of two distances between
/// planes the smaller is the usual one.
inline constexpr double kLowerMedian = 0.4999;

/// The median of the distances between neighbouring planes, in mm; nullopt for a single plane.
std::optional<double> usualStepMm(const ContourStack& stack, const Grid& grid);

/// How far the corners of a contour lie, at most, from the plane that fits them best, in mm.
double outOfPlaneMm(const ClosedContour& contour);

struct FilledContours {
  VoxelRuns voxels;
  std::vector<double> gapsMm;  ///< Between planes too far apart to be one body: left empty.
};

/// The voxels of the grid whose centres lie within the contours: within an odd number of those of
/// one plane, so that an inner contour is a hole and a channel in and out of one has no width. A
/// plane reaches half way to its neighbours, the outermost half of `stepMm`; where neighbours are
/// farther apart than 1.5 times that, there is a gap. On a line or a boundary the lower side
/// counts as inside. Throws Cancelled.
FilledContours filled(const ContourStack& stack,
                      const Grid& grid,
                      double stepMm,
                      const Progress& progress = {});

}  // namespace trocar::labels
