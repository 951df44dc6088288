#include "planning/ablation/heat/heat_region.h"

#include "planning/ablation/heat/heat_kernel.h"

#include <algorithm>

namespace trocar::ablation {

void VoxelBox::include(const VoxelBox& other) {
  if (other.empty())
    return;
  const bool first = empty();
  for (std::size_t a = 0; a < 3; ++a) {
    low[a] = first ? other.low[a] : std::min(low[a], other.low[a]);
    high[a] = first ? other.high[a] : std::max(high[a], other.high[a]);
  }
}

RowSpans HeatRegion::workedOn(int j, int k) const {
  RowSpans spans;
  if (!inner.crosses(j, k)) {
    spans.add(box.low[0], box.high[0]);
    return spans;
  }
  spans.add(box.low[0], inner.low[0]);
  if (hole.crosses(j, k)) {
    spans.add(inner.low[0], hole.low[0], false);
    spans.add(hole.high[0], inner.high[0], false);
  } else {
    spans.add(inner.low[0], inner.high[0], false);
  }
  spans.add(inner.high[0], box.high[0]);
  return spans;
}

RowSpans HeatRegion::known(int j, int k) const {
  RowSpans spans;
  const VoxelBox dark{{hole.low[0] + kChunk, hole.low[1] + 1, hole.low[2] + 1},
                      {hole.high[0] - kChunk, hole.high[1] - 1, hole.high[2] - 1}};
  if (!dark.crosses(j, k)) {
    spans.add(box.low[0], box.high[0]);
    return spans;
  }
  spans.add(box.low[0], dark.low[0]);
  spans.add(dark.high[0], box.high[0]);
  return spans;
}

}  // namespace trocar::ablation
