#include "planning/cement/flow/leak_path.h"

#include <algorithm>
#include <optional>

namespace trocar::cement {
namespace {

/// The neighbour through an open face that filled first, if it filled before `arrivalMl`.
std::optional<std::size_t> upstream(const FilledSite& filled, std::size_t c, float arrivalMl) {
  const FlowDomain& flow = filled.site.flow;
  std::optional<std::size_t> first;
  for (int axis = 0; axis < 3; ++axis) {
    const auto step = static_cast<std::size_t>(flow.stride(axis));
    for (const std::size_t next : {c + step, c - step}) {
      const float atMl = filled.filling.arrivalMl()[next];
      if (atMl >= 0.0F && atMl < arrivalMl && flow.connected(std::min(c, next), axis)) {
        first = next;
        arrivalMl = atMl;
      }
    }
  }
  return first;
}

std::vector<Vec3> voxelsBack(const FilledSite& filled, std::size_t end) {
  constexpr float kLater = 1e30F;
  const Grid& grid = filled.site.flow.grid;
  std::vector<Vec3> points;
  std::optional<std::size_t> at = end;
  float arrivalMl = filled.filling.arrivalMl()[end];
  arrivalMl = arrivalMl < 0.0F ? kLater : arrivalMl;
  while (at) {
    points.push_back(grid.voxelToPatient(grid.voxelAt(*at)));
    at = upstream(filled, *at, arrivalMl);
    if (at)
      arrivalMl = filled.filling.arrivalMl()[*at];
  }
  std::reverse(points.begin(), points.end());
  return points;
}

/// Mean of a point with its neighbours two to each side; the ends stay.
std::vector<Vec3> smoothed(const std::vector<Vec3>& points) {
  constexpr std::size_t kBeside = 2;
  std::vector<Vec3> smooth = points;
  for (std::size_t n = 1; n + 1 < points.size(); ++n) {
    const std::size_t reach = std::min({kBeside, n, points.size() - 1 - n});
    Vec3 sum = Vec3::Zero();
    for (std::size_t other = n - reach; other <= n + reach; ++other)
      sum += points[other];
    smooth[n] = sum / static_cast<double>(2 * reach + 1);
  }
  return smooth;
}

}  // namespace

std::vector<Vec3> leakPath(const FilledSite& filled, std::size_t end) {
  const std::vector<Vec3> all = smoothed(voxelsBack(filled, end));
  std::vector<Vec3> path;
  for (std::size_t n = 0; n < all.size(); ++n) {
    if (n % 2 == 0 || n + 1 == all.size())
      path.push_back(all[n]);
  }
  return path;
}

}  // namespace trocar::cement
