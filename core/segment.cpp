#include "core/segment.h"

#include <algorithm>
#include <numeric>

namespace trocar {
namespace {

bool isFree(const std::vector<bool>& taken, const Segment& segment) {
  return std::none_of(segment.runs.begin(), segment.runs.end(), [&](const VoxelRun& run) {
    const auto first = taken.begin() + static_cast<std::ptrdiff_t>(run.first);
    return std::find(first, first + static_cast<std::ptrdiff_t>(run.count), true) !=
           first + static_cast<std::ptrdiff_t>(run.count);
  });
}

void take(std::vector<bool>& taken, const Segment& segment) {
  for (const VoxelRun& run : segment.runs)
    std::fill_n(taken.begin() + static_cast<std::ptrdiff_t>(run.first), run.count, true);
}

}  // namespace

std::vector<VoxelRun> runsOf(const std::vector<std::uint8_t>& mask) {
  std::vector<VoxelRun> runs;
  for (std::size_t v = 0; v < mask.size();) {
    const auto set = [&](std::size_t n) { return n < mask.size() && mask[n] != 0; };
    const std::size_t first = v;
    while (set(v))
      ++v;
    if (v > first)
      runs.push_back({first, v - first});
    else
      ++v;
  }
  return runs;
}

std::size_t voxelCount(const Segment& segment) {
  return std::accumulate(
      segment.runs.begin(), segment.runs.end(), std::size_t{0}, [](std::size_t sum, const auto& r) {
        return sum + r.count;
      });
}

std::vector<int> layersOf(const std::vector<Segment>& segments, const Grid& grid) {
  std::vector<std::vector<bool>> taken;
  std::vector<int> layers;
  for (const Segment& segment : segments) {
    std::size_t layer = 0;
    while (layer < taken.size() && !isFree(taken[layer], segment))
      ++layer;
    if (layer == taken.size())
      taken.emplace_back(grid.voxelCount(), false);
    take(taken[layer], segment);
    layers.push_back(static_cast<int>(layer));
  }
  return layers;
}

}  // namespace trocar
