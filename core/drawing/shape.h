#pragma once

#include "core/voxel_runs.h"

#include <array>

/// A set of voxels changed as a whole: sets in, sets out.
namespace trocar::drawing {

/// With the hollows that no path of face neighbours leads out of.
VoxelRuns filled(const VoxelRuns& set, const Grid& grid);

/// The largest of the pieces that hang together by faces, edges or corners; of equals the lowest in
/// the grid.
VoxelRuns largestPiece(const VoxelRuns& set, const Grid& grid);

/// What is at least half full after the set was blurred by a Gaussian of that standard deviation:
/// corners are rounded, spikes go, flat faces stay.
VoxelRuns smoothed(const VoxelRuns& set, const Grid& grid, double sigmaMm);

/// Mirrored in the plane through `pointMm` across `normal`, as far as it lies in the grid.
VoxelRuns mirrored(const VoxelRuns& set, const Grid& grid, const Vec3& pointMm, const Vec3& normal);

/// With the slices along a grid axis (0 to 2) that lie between two slices that hold voxels and hold
/// none themselves: signed distances to the two outlines, mixed by how far away each is (Raya and
/// Udupa 1990, "Shape-based interpolation of multidimensional objects", IEEE Trans. Med. Imaging
/// 9:32-42).
VoxelRuns betweenSlices(const VoxelRuns& set, const Grid& grid, int axis);

/// Two sets for one, each with the voxels that a flood from its point reaches first where deep
/// places are flooded before shallow ones: they part at the narrowest place between (watershed of
/// the distance to the surface; Meyer 1994, "Topographic distance and watershed lines", Signal
/// Processing 38:113-125). Throws Error where a point is not in the set, both belong to the same
/// part, or no way leads from one to the other within the set.
std::array<VoxelRuns, 2> split(const VoxelRuns& set,
                               const Grid& grid,
                               const std::array<Vec3, 2>& pointsMm);

}  // namespace trocar::drawing
