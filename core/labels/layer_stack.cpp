#include "core/labels/layer_stack.h"

#include "core/error.h"

#include <algorithm>
#include <string>

namespace trocar::labels {
namespace {

bool meets(const std::vector<std::uint16_t>& map, const std::vector<VoxelSpan>& voxels) {
  return std::any_of(voxels.begin(), voxels.end(), [&](const VoxelSpan& span) {
    const auto first = map.begin() + static_cast<std::ptrdiff_t>(span.first);
    return std::any_of(first,
                       first + static_cast<std::ptrdiff_t>(span.count),
                       [](std::uint16_t value) { return value != 0; });
  });
}

}  // namespace

void LayerStack::add(const std::vector<VoxelSpan>& voxels, std::uint16_t value) {
  std::size_t map = 0;
  while (map < maps_.size() && meets(maps_[map], voxels))
    ++map;
  if (map == maps_.size())
    addMap();
  for (const VoxelSpan& span : voxels)
    std::fill_n(maps_[map].begin() + static_cast<std::ptrdiff_t>(span.first), span.count, value);
}

std::vector<LabelLayer> LayerStack::take(const LabelMeanings& meanings) {
  if (maps_.empty())
    addMap();
  std::vector<LabelLayer> layers;
  for (std::vector<std::uint16_t>& map : maps_)
    layers.emplace_back(LabelMap(grid_, std::move(map)), meanings, true);
  maps_.clear();
  return layers;
}

void LayerStack::addMap() {
  constexpr std::size_t kMostVoxels = 4'000'000'000;
  const std::size_t voxels = grid_.voxelCount();
  if (!maps_.empty() && (maps_.size() + 1) * voxels > kMostVoxels)
    throw Error("its structures lie over each other in more than " + std::to_string(maps_.size()) +
                " layers, too many for the memory; leave some of them out");
  maps_.emplace_back(voxels, std::uint16_t{0});
}

}  // namespace trocar::labels
