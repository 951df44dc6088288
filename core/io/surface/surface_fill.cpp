#include "core/io/surface/surface_fill.h"

#include "core/parallel.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace trocar {
namespace {

using Corners = std::array<std::uint32_t, 3>;

/// Rows run beside the voxels' centres by so much of a voxel, that none meets an edge or a corner
/// of surfaces that were made on the same grid.
constexpr double kAsideJ = 1.37e-6;
constexpr double kAsideK = 0.71e-6;

/// A point in continuous voxel indices.
struct RowPlace {
  double j, k;
};

/// On which side of the line from a to b the place lies, in j and k. The same for both triangles of
/// an edge, since the ends are taken in one order.
bool isLeftOf(const Vec3& a, const Vec3& b, const RowPlace& at) {
  const bool swapped = std::pair(a[1], a[2]) > std::pair(b[1], b[2]);
  const Vec3& from = swapped ? b : a;
  const Vec3& to = swapped ? a : b;
  const double cross = (to[1] - from[1]) * (at.k - from[2]) - (to[2] - from[2]) * (at.j - from[1]);
  return (cross >= 0.0) != swapped;
}

/// Where the row at a place crosses the triangle, along i; NaN where it does not.
double crossingOf(const std::array<Vec3, 3>& corners, const RowPlace& at) {
  const auto& [a, b, c] = corners;
  const bool left = isLeftOf(a, b, at);
  if (isLeftOf(b, c, at) != left || isLeftOf(c, a, at) != left)
    return std::nan("");
  const Vec3 normal = (b - a).cross(c - a);
  return a[0] - (normal[1] * (at.j - a[1]) + normal[2] * (at.k - a[2])) / normal[0];
}

/// A triangle and the rows that may cross it.
struct Reached {
  std::array<Vec3, 3> corners;
  int firstJ, endJ, firstK, endK;
};

/// The rows from the first centre at or above `low` to before the first above `high`.
std::pair<int, int> rowsBetween(double low, double high, double aside, int count) {
  const double last = static_cast<double>(count);
  return {static_cast<int>(std::clamp(std::ceil(low - aside), 0.0, last)),
          static_cast<int>(std::clamp(std::floor(high - aside) + 1.0, 0.0, last))};
}

std::vector<Reached> reachedBy(const std::vector<Vec3>& pointsMm,
                               const std::vector<Corners>& triangles,
                               const Grid& grid) {
  std::vector<Reached> reached;
  reached.reserve(triangles.size());
  for (const Corners& triangle : triangles) {
    Reached each;
    Vec3 low, high;
    for (std::size_t c = 0; c < 3; ++c) {
      each.corners[c] = grid.patientToVoxel(pointsMm[triangle[c]]);
      low = c == 0 ? each.corners[c] : low.cwiseMin(each.corners[c]);
      high = c == 0 ? each.corners[c] : high.cwiseMax(each.corners[c]);
    }
    std::tie(each.firstJ, each.endJ) = rowsBetween(low[1], high[1], kAsideJ, grid.size()[1]);
    std::tie(each.firstK, each.endK) = rowsBetween(low[2], high[2], kAsideK, grid.size()[2]);
    if (each.firstJ < each.endJ && each.firstK < each.endK)
      reached.push_back(each);
  }
  std::stable_sort(reached.begin(), reached.end(), [](const Reached& a, const Reached& b) {
    return a.firstK < b.firstK;
  });
  return reached;
}

using Crossings = std::vector<std::vector<double>>;  ///< Of each row of a slice.

Crossings crossingsIn(const std::vector<Reached>& triangles, int k, int rows) {
  Crossings crossings(static_cast<std::size_t>(rows));
  for (const Reached& triangle : triangles) {
    if (triangle.firstK > k)
      break;
    if (k >= triangle.endK)
      continue;
    for (int j = triangle.firstJ; j < triangle.endJ; ++j) {
      const double at = crossingOf(triangle.corners, {j + kAsideJ, k + kAsideK});
      if (std::isfinite(at))
        crossings[static_cast<std::size_t>(j)].push_back(at);
    }
  }
  return crossings;
}

void fillRow(std::vector<double>& crossings, std::uint16_t* row, int columns) {
  std::sort(crossings.begin(), crossings.end());
  const double last = columns;
  for (std::size_t n = 0; n + 1 < crossings.size(); n += 2) {
    const auto first = static_cast<int>(std::clamp(std::ceil(crossings[n]), 0.0, last));
    const auto end = static_cast<int>(std::clamp(std::ceil(crossings[n + 1]), 0.0, last));
    std::fill(row + first, row + std::max(first, end), std::uint16_t{1});
  }
}

}  // namespace

std::size_t openEdges(const std::vector<Corners>& triangles) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
  edges.reserve(3 * triangles.size());
  for (const Corners& triangle : triangles) {
    for (std::size_t c = 0; c < 3; ++c)
      edges.emplace_back(std::minmax({triangle[c], triangle[(c + 1) % 3]}));
  }
  std::sort(edges.begin(), edges.end());
  std::size_t open = 0;
  for (auto edge = edges.begin(); edge != edges.end();) {
    const auto next = std::upper_bound(edge, edges.end(), *edge);
    open += (next - edge) % 2 == 0 ? 0U : 1U;
    edge = next;
  }
  return open;
}

LabelMap filledSurface(const std::vector<Vec3>& pointsMm,
                       const std::vector<Corners>& triangles,
                       const Grid& grid,
                       const Progress& progress) {
  const std::vector<Reached> reached = reachedBy(pointsMm, triangles, grid);
  const auto [columns, rows, slices] = grid.size();
  std::vector<std::uint16_t> voxels(grid.voxelCount(), 0);
  parallelFor(slices, progress, [&, columns = columns, rows = rows](int k) {
    Crossings crossings = crossingsIn(reached, k, rows);
    for (int j = 0; j < rows; ++j)
      fillRow(
          crossings[static_cast<std::size_t>(j)], voxels.data() + grid.offset({0, j, k}), columns);
  });
  return {grid, std::move(voxels)};
}

}  // namespace trocar
