#include "planning/numerics/row_spans.h"

#include <algorithm>

namespace trocar::numerics {
namespace {

bool hasCoefficient(const VoxelSystem& system, std::size_t c) {
  if (system.sink[c] > 0.0)
    return true;
  for (int axis = 0; axis < 3; ++axis) {
    const std::vector<double>& toNext = system.toNext[static_cast<std::size_t>(axis)];
    if (toNext[c] > 0.0 || toNext[c - static_cast<std::size_t>(system.stride(axis))] > 0.0)
      return true;
  }
  return false;
}

}  // namespace

RowSpans::RowSpans(const VoxelSystem& system) {
  const auto nx = static_cast<std::size_t>(system.size[0]);
  for (int k = 1; k < system.size[2] - 1; ++k) {
    for (int j = 1; j < system.size[1] - 1; ++j) {
      const auto first =
          static_cast<std::size_t>(k * system.stride(2)) + static_cast<std::size_t>(j) * nx;
      RowSpan span{first + nx, first};
      for (std::size_t c = first + 1; c < first + nx - 1; ++c) {
        if (!hasCoefficient(system, c))
          continue;
        span.begin = std::min(span.begin, c);
        span.end = c + 1;
      }
      if (span.begin >= span.end)
        continue;
      spans_.push_back(span);
    }
    slabBegin_.push_back(spans_.size());
  }
}

}  // namespace trocar::numerics
