#include "core/label_extents.h"

#include "core/parallel.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <mutex>

namespace trocar {
namespace {

constexpr std::size_t kValues = 65536;

void include(LabelExtent& extent,
             const std::array<int, 3>& low,
             const std::array<int, 3>& high,
             std::size_t voxels) {
  for (std::size_t a = 0; a < 3; ++a) {
    extent.low[a] = extent.voxels == 0 ? low[a] : std::min(extent.low[a], low[a]);
    extent.high[a] = extent.voxels == 0 ? high[a] : std::max(extent.high[a], high[a]);
  }
  extent.voxels += voxels;
}

/// Where the run of equal values that begins at `from` ends.
int endOfRun(const std::uint16_t* row, int from, int count) {
  constexpr int kAtOnce = 4;
  const std::uint16_t value = row[from];
  const std::array<std::uint16_t, kAtOnce> same = {value, value, value, value};
  int to = from + 1;
  while (to + kAtOnce <= count && std::memcmp(row + to, same.data(), sizeof same) == 0)
    to += kAtOnce;
  while (to < count && row[to] == value)
    ++to;
  return to;
}

/// Adds the runs of equal values along one row of voxels.
void addRow(const std::uint16_t* row,
            int count,
            const VoxelIndex& first,
            std::vector<LabelExtent>& found) {
  for (int from = 0; from < count;) {
    const std::uint16_t value = row[from];
    const int to = endOfRun(row, from, count);
    if (value != 0)
      include(found[value],
              {from, first.j, first.k},
              {to - 1, first.j, first.k},
              static_cast<std::size_t>(to - from));
    from = to;
  }
}

std::optional<LabelExtent> unionOf(const std::map<std::uint16_t, LabelExtent>& extents,
                                   const std::vector<std::uint16_t>& values) {
  LabelExtent sum;
  for (const std::uint16_t value : values) {
    const auto found = extents.find(value);
    if (found != extents.end())
      include(sum, found->second.low, found->second.high, found->second.voxels);
  }
  return sum.voxels > 0 ? std::optional(sum) : std::nullopt;
}

}  // namespace

bool touchesBorder(const LabelExtent& extent, const Grid& grid) {
  for (std::size_t a = 0; a < 3; ++a) {
    if (extent.low[a] == 0 || extent.high[a] == grid.size()[a] - 1)
      return true;
  }
  return false;
}

std::map<std::uint16_t, LabelExtent> labelExtents(const LabelMap& labels) {
  const std::array<int, 3>& size = labels.grid().size();
  std::vector<LabelExtent> total(kValues);
  std::mutex adding;
  parallelShares(size[2], [&](int begin, int end) {
    std::vector<LabelExtent> found(kValues);
    for (int k = begin; k < end; ++k) {
      for (int j = 0; j < size[1]; ++j)
        addRow(labels.data() + labels.grid().offset({0, j, k}), size[0], {0, j, k}, found);
    }
    const std::lock_guard one(adding);
    for (std::size_t value = 1; value < kValues; ++value) {
      if (found[value].voxels > 0)
        include(total[value], found[value].low, found[value].high, found[value].voxels);
    }
  });
  std::map<std::uint16_t, LabelExtent> result;
  for (std::size_t value = 1; value < kValues; ++value) {
    if (total[value].voxels > 0)
      result.emplace(static_cast<std::uint16_t>(value), total[value]);
  }
  return result;
}

std::optional<LabelExtent> extentOf(const LabelMap& labels, const LabelRegion& region) {
  return unionOf(labelExtents(labels), region.values);
}

CaseExtents::CaseExtents(const Case& patient) {
  for (const LabelMap& layer : patient.layers)
    layers_.push_back(labelExtents(layer));
}

std::optional<LabelExtent> CaseExtents::of(const LabelRegion& region) const {
  assert(region.layer >= 0 && static_cast<std::size_t>(region.layer) < layers_.size());
  return unionOf(layers_[static_cast<std::size_t>(region.layer)], region.values);
}

std::vector<std::uint8_t> membershipOf(const LabelRegion& region) {
  std::vector<std::uint8_t> member(kValues, 0);
  for (const std::uint16_t value : region.values)
    member[value] = 1;
  return member;
}

}  // namespace trocar
