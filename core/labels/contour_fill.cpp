#include "core/labels/contour_fill.h"

#include "core/parallel.h"
#include "core/quantile.h"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>

namespace trocar::labels {
namespace {

/// Both axes that planes across `axis` have, the lower first.
std::array<int, 2> axesWithin(int axis) {
  return {axis == 0 ? 1 : 0, axis == 2 ? 1 : 2};
}

/// To a thousandth of a voxel, so that what is meant to lie on a centre does: the rounding of an
/// oblique grid decides nothing.
double snapped(double index) {
  constexpr double kParts = 1024.0;
  return std::round(index * kParts) / kParts;
}

/// The lowest and the highest corner along each axis.
struct Span {
  Vec3 low = Vec3::Zero();
  Vec3 high = Vec3::Zero();
};

Span spanOf(const std::vector<Vec3>& corners) {
  Span span{corners.front(), corners.front()};
  for (const Vec3& corner : corners) {
    span.low = span.low.cwiseMin(corner);
    span.high = span.high.cwiseMax(corner);
  }
  return span;
}

/// The axis along which all contours are thin; -1 for none. Slices go first.
int axisAcross(const std::vector<Span>& spans) {
  constexpr double kMostThick = 0.5;
  Vec3 thick = Vec3::Zero();
  for (const Span& span : spans)
    thick = thick.cwiseMax(span.high - span.low);
  int best = -1;
  for (int axis = 2; axis >= 0; --axis) {
    if (thick[axis] <= kMostThick && (best < 0 || thick[axis] < thick[best]))
      best = axis;
  }
  return best;
}

ContourStack grouped(std::vector<PlanarContour> contours, int axis, double togetherVoxels) {
  std::stable_sort(contours.begin(), contours.end(), [](const auto& a, const auto& b) {
    return a.plane < b.plane;
  });
  ContourStack stack{axis, {}};
  for (PlanarContour& contour : contours) {
    if (stack.planes.empty() || contour.plane - stack.at(stack.planes.size() - 1) > togetherVoxels)
      stack.planes.emplace_back();
    stack.planes.back().push_back(std::move(contour));
  }
  return stack;
}

/// What a plane fills along the axis: slices from `first` up to, not including, `end`.
struct Reach {
  int first = 0;
  int end = 0;
};

/// The first whole index from `place` on, within the slices. A place that is a thousandth beyond
/// one counts as there.
int indexFrom(double place, int count) {
  return static_cast<int>(std::clamp(std::ceil(place - 1e-3), 0.0, static_cast<double>(count)));
}

/// The slices of each plane, and the distances that stay empty, in voxels.
std::vector<Reach> reachesOf(const ContourStack& stack,
                             double step,
                             int slices,
                             std::vector<double>& gaps) {
  constexpr double kFarthest = 1.5;
  std::vector<Reach> reaches;
  double from = stack.at(0) - step / 2.0;
  for (std::size_t n = 0; n < stack.planes.size(); ++n) {
    const double place = stack.at(n);
    const bool last = n + 1 == stack.planes.size();
    const double distance = last ? 0.0 : stack.at(n + 1) - place;
    const bool gap = distance > kFarthest * step + 1e-3;
    const double to = place + (last || gap ? step : distance) / 2.0;
    reaches.push_back({indexFrom(from, slices), indexFrom(to, slices)});
    if (gap)
      gaps.push_back(distance);
    from = gap ? stack.at(n + 1) - step / 2.0 : to;
  }
  return reaches;
}

/// A side of a contour, upwards, in the rows that it crosses: from `first` up to `end`.
struct Side {
  int first = 0;
  int end = 0;
  double u = 0.0;  ///< Of the lower end.
  double v = 0.0;
  double uPerRow = 0.0;

  double uAt(int row) const { return u + (row - v) * uPerRow; }
};

/// By their first rows. A side is the same whichever way it is gone along.
std::vector<Side> sidesOf(const std::vector<PlanarContour>& contours, int rows) {
  std::vector<Side> sides;
  for (const PlanarContour& contour : contours) {
    for (std::size_t n = 0; n < contour.corners.size(); ++n) {
      std::array<double, 2> low = contour.corners[n];
      std::array<double, 2> high = contour.corners[n + 1 < contour.corners.size() ? n + 1 : 0];
      if (low[1] > high[1])
        std::swap(low, high);
      const auto row = [&](double v) {
        return static_cast<int>(std::clamp(std::ceil(v), 0.0, static_cast<double>(rows)));
      };
      const Side side{
          row(low[1]), row(high[1]), low[0], low[1], (high[0] - low[0]) / (high[1] - low[1])};
      if (side.first < side.end)
        sides.push_back(side);
    }
  }
  std::stable_sort(
      sides.begin(), sides.end(), [](const Side& a, const Side& b) { return a.first < b.first; });
  return sides;
}

/// Calls `run(row, from, to)` for the columns from `from` up to `to` of each row that lie within an
/// odd number of contours.
template <typename Run>
void forRowsWithin(const std::vector<PlanarContour>& contours,
                   int columns,
                   int rows,
                   const Progress& progress,
                   const Run& run) {
  const std::vector<Side> sides = sidesOf(contours, rows);
  std::vector<Side> crossing;
  std::vector<double> at;
  auto next = sides.begin();
  for (int row = sides.empty() ? rows : sides.front().first;
       row < rows && (next != sides.end() || !crossing.empty());
       ++row) {
    progress.at(0.0);
    while (next != sides.end() && next->first == row)
      crossing.push_back(*next++);
    std::erase_if(crossing, [row](const Side& side) { return side.end <= row; });
    at.clear();
    for (const Side& side : crossing)
      at.push_back(std::clamp(std::ceil(side.uAt(row)), 0.0, static_cast<double>(columns)));
    std::sort(at.begin(), at.end());
    for (std::size_t n = 0; n + 1 < at.size(); n += 2) {
      if (at[n] < at[n + 1])
        run(row, static_cast<int>(at[n]), static_cast<int>(at[n + 1]));
    }
  }
}

/// The voxels that the contours can reach, all outside.
VoxelPatch emptyPatch(const ContourStack& stack,
                      const std::vector<Reach>& reaches,
                      const Grid& grid) {
  const std::array<int, 2> within = axesWithin(stack.axis);
  std::array<double, 3> low{};
  std::array<double, 3> high{};
  for (std::size_t side = 0; side < 2; ++side) {
    const auto axis = static_cast<std::size_t>(within[side]);
    low[axis] = grid.size()[axis];
    for (const auto& plane : stack.planes) {
      for (const PlanarContour& contour : plane) {
        for (const auto& corner : contour.corners) {
          low[axis] = std::min(low[axis], corner[side]);
          high[axis] = std::max(high[axis], corner[side]);
        }
      }
    }
  }
  low[static_cast<std::size_t>(stack.axis)] = reaches.front().first;
  high[static_cast<std::size_t>(stack.axis)] = reaches.back().end;
  VoxelPatch patch;
  std::size_t count = 1;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double most = grid.size()[axis];
    patch.low[axis] = static_cast<int>(std::clamp(std::floor(low[axis]), 0.0, most));
    patch.size[axis] =
        static_cast<int>(std::clamp(std::ceil(high[axis]), 0.0, most)) - patch.low[axis];
    patch.size[axis] = std::max(0, patch.size[axis]);
    count *= static_cast<std::size_t>(patch.size[axis]);
  }
  patch.voxels.assign(count, 0);
  return patch;
}

/// Marks the voxels of one plane in all its slices.
void fillPlane(const std::vector<PlanarContour>& contours,
               int axis,
               const Reach& reach,
               const Grid& grid,
               const Progress& progress,
               VoxelPatch& patch) {
  const std::array<int, 2> within = axesWithin(axis);
  const auto sizeOf = [&](int a) { return grid.size()[static_cast<std::size_t>(a)]; };
  forRowsWithin(
      contours, sizeOf(within[0]), sizeOf(within[1]), progress, [&](int row, int from, int to) {
        std::array<int, 3> at{};
        at[static_cast<std::size_t>(within[1])] = row;
        for (int slice = reach.first; slice < reach.end; ++slice) {
          at[static_cast<std::size_t>(axis)] = slice;
          for (int column = from; column < to; ++column) {
            at[static_cast<std::size_t>(within[0])] = column;
            patch.voxels[patch.offset(
                at[0] - patch.low[0], at[1] - patch.low[1], at[2] - patch.low[2])] = 1;
          }
        }
      });
}

}  // namespace

std::optional<ContourStack> stackOf(const std::vector<ClosedContour>& contours, const Grid& grid) {
  constexpr double kTogetherMm = 0.1;
  std::vector<std::vector<Vec3>> inVoxels;
  std::vector<Span> spans;
  for (const ClosedContour& contour : contours) {
    std::vector<Vec3>& corners = inVoxels.emplace_back();
    for (const Vec3& corner : contour)
      corners.push_back(grid.patientToVoxel(corner));
    spans.push_back(spanOf(corners));
  }
  const int axis = axisAcross(spans);
  if (axis < 0)
    return std::nullopt;
  const std::array<int, 2> within = axesWithin(axis);
  std::vector<PlanarContour> planar;
  for (std::size_t n = 0; n < inVoxels.size(); ++n) {
    planar.push_back({snapped((spans[n].low[axis] + spans[n].high[axis]) / 2.0), {}});
    for (const Vec3& corner : inVoxels[n])
      planar.back().corners.push_back({snapped(corner[within[0]]), snapped(corner[within[1]])});
  }
  return grouped(std::move(planar), axis, kTogetherMm / grid.spacingMm()[axis]);
}

std::optional<double> usualStepMm(const ContourStack& stack, const Grid& grid) {
  std::vector<double> steps;
  for (std::size_t n = 0; n + 1 < stack.planes.size(); ++n)
    steps.push_back(stack.at(n + 1) - stack.at(n));
  if (steps.empty())
    return std::nullopt;
  return quantile(std::move(steps), kLowerMedian) * grid.spacingMm()[stack.axis];
}

double outOfPlaneMm(const ClosedContour& contour) {
  Vec3 middle = Vec3::Zero();
  for (const Vec3& corner : contour)
    middle += corner / static_cast<double>(contour.size());
  Eigen::Matrix3d spread = Eigen::Matrix3d::Zero();
  for (const Vec3& corner : contour)
    spread += (corner - middle) * (corner - middle).transpose();
  const Vec3 normal = Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d>(spread).eigenvectors().col(0);
  double farthest = 0.0;
  for (const Vec3& corner : contour)
    farthest = std::max(farthest, std::abs(normal.dot(corner - middle)));
  return farthest;
}

FilledContours filled(const ContourStack& stack,
                      const Grid& grid,
                      double stepMm,
                      const Progress& progress) {
  FilledContours result;
  if (stack.planes.empty())
    return result;
  const double spacing = grid.spacingMm()[stack.axis];
  const int slices = grid.size()[static_cast<std::size_t>(stack.axis)];
  const std::vector<Reach> reaches = reachesOf(stack, stepMm / spacing, slices, result.gapsMm);
  for (double& gap : result.gapsMm)
    gap *= spacing;
  VoxelPatch patch = emptyPatch(stack, reaches, grid);
  if (patch.voxels.empty())
    return result;
  const Progress within = silenced(progress);
  parallelFor(stack.planes.size(), progress, [&](std::size_t n) {
    if (reaches[n].first < reaches[n].end)
      fillPlane(stack.planes[n], stack.axis, reaches[n], grid, within, patch);
  });
  result.voxels = runsOf(patch);
  return result;
}

}  // namespace trocar::labels
