#include "core/drawing/stroke.h"

#include "core/drawing/kept_voxels.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace trocar::drawing {
namespace {

double distanceToSegmentMm(const Vec3& point, const Vec3& from, const Vec3& to) {
  const Vec3 along = to - from;
  const double square = along.squaredNorm();
  const double t = square > 0.0 ? std::clamp((point - from).dot(along) / square, 0.0, 1.0) : 0.0;
  return (point - from - t * along).norm();
}

/// The voxels that a slice passes through: one layer of them where it lies along the grid. What a
/// person sees in the slice is then painted without gaps.
struct Layer {
  Vec3 pointMm;
  Vec3 normal;
  double halfMm;

  bool holds(const Vec3& point) const { return std::abs((point - pointMm).dot(normal)) <= halfMm; }
};

std::optional<Layer> layerOf(const Stroke& stroke, const Grid& grid) {
  constexpr double kWithin = 0.999;  // The next layer's centres lie at exactly 1.
  if (!stroke.sliceNormal || stroke.pathMm.empty())
    return std::nullopt;
  const Vec3 normal = stroke.sliceNormal->normalized();
  const Vec3 across =
      (grid.directions().transpose() * normal).cwiseAbs().cwiseProduct(grid.spacingMm());
  const bool alongGrid = across.maxCoeff() > kWithin * across.sum();
  const Vec3& start = stroke.pathMm.front();
  return Layer{alongGrid ? grid.voxelToPatient(grid.nearestVoxel(start)) : start,
               normal,
               0.5 * kWithin * across.sum()};
}

/// The voxels under one straight piece of the stroke.
void addSegment(double radiusMm,
                const std::optional<Layer>& layer,
                const Grid& grid,
                const Vec3& from,
                const Vec3& to,
                std::vector<RowRun>& runs) {
  const std::optional<VoxelBox> box =
      voxelsAround(grid, {from, to}, radiusMm + (layer ? 2.0 * layer->halfMm : 0.0));
  if (!box)
    return;
  const auto covers = [&](const Vec3& point) {
    const Vec3 flat =
        layer ? Vec3(point - (point - from).dot(layer->normal) * layer->normal) : point;
    return (!layer || layer->holds(point)) && distanceToSegmentMm(flat, from, to) <= radiusMm;
  };
  for (int k = box->low[2]; k <= box->high[2]; ++k)
    for (int j = box->low[1]; j <= box->high[1]; ++j)
      for (int i = box->low[0]; i <= box->high[0]; ++i)
        if (covers(grid.voxelToPatient(VoxelIndex{i, j, k})))
          runs.push_back({k, j, i, i + 1});
}

}  // namespace

VoxelRuns voxelsUnder(const Stroke& stroke, const Volume& ct) {
  const Grid& grid = ct.grid();
  const std::optional<Layer> layer = layerOf(stroke, grid);
  std::vector<RowRun> runs;
  for (std::size_t n = 0; n < stroke.pathMm.size(); ++n) {
    const Vec3& point = stroke.pathMm[n];
    const VoxelIndex voxel = grid.nearestVoxel(point);
    if (grid.contains(voxel) && (!layer || layer->holds(grid.voxelToPatient(voxel))))
      runs.push_back({voxel.k, voxel.j, voxel.i, voxel.i + 1});
    addSegment(stroke.radiusMm, layer, grid, stroke.pathMm[n == 0 ? 0 : n - 1], point, runs);
  }
  const VoxelRuns voxels(std::move(runs));
  return stroke.withinHu ? within(voxels, ct, *stroke.withinHu) : voxels;
}

VoxelRuns within(const VoxelRuns& voxels, const Volume& ct, const HuRange& range) {
  return keptVoxels(voxels, [&](const VoxelIndex& voxel) {
    const double hu = ct.at(voxel);
    return hu >= range.low && hu <= range.high;
  });
}

}  // namespace trocar::drawing
