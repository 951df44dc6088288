#include "core/io/hu_spread.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace trocar {
namespace {

constexpr int kLeast = std::numeric_limits<std::int16_t>::min();
constexpr int kMost = std::numeric_limits<std::int16_t>::max();

std::size_t indexOf(int hu) {
  return static_cast<std::size_t>(std::clamp(hu, kLeast, kMost) - kLeast);
}

/// A step through the voxels that visits all rows and columns alike.
std::size_t evenStep(const Grid& grid) {
  constexpr std::size_t kSample = 4000000;
  const std::size_t plane =
      static_cast<std::size_t>(grid.size()[0]) * static_cast<std::size_t>(grid.size()[1]);
  std::size_t step = 1 + grid.voxelCount() / kSample;
  while (step > 1 && std::gcd(step, plane) != 1)
    ++step;
  return step;
}

}  // namespace

HuSpread::HuSpread(const Volume& ct, const Padding& padding) : counts_(std::size_t{1} << 16U) {
  const std::size_t step = evenStep(ct.grid());
  for (std::size_t v = 0; v < ct.voxels().size(); v += step)
    ++counts_[indexOf(ct.data()[v])];
  wholeLowest_ = lowest();
  wholeHighest_ = highest();
  if (padding.belowAir)
    std::fill_n(counts_.begin(), indexOf(kNoTissueHu), 0U);
  for (const std::int16_t hu : padding.values) {
    std::uint32_t& filled = counts_[indexOf(hu)];
    if (hu >= kBeyondBoneHu)  // Only a CT is filled so, and instead of air.
      counts_[indexOf(kPaddedAirHu)] += filled;
    filled = 0;
  }
  all_ = std::accumulate(counts_.begin(), counts_.end(), 0.0);
}

double HuSpread::share(int low, int high) const {
  if (all_ == 0.0 || low > high)
    return 0.0;
  const auto first = counts_.begin() + static_cast<std::ptrdiff_t>(indexOf(low));
  const auto last = counts_.begin() + static_cast<std::ptrdiff_t>(indexOf(high)) + 1;
  return std::accumulate(first, last, 0.0) / all_;
}

int HuSpread::distinct() const {
  return static_cast<int>(
      std::count_if(counts_.begin(), counts_.end(), [](std::uint32_t n) { return n > 0; }));
}

std::string HuSpread::rangeText() const {
  const std::string lowest = std::to_string(wholeLowest_);
  return isOneValue() ? lowest : lowest + " to " + std::to_string(wholeHighest_);
}

int HuSpread::quantile(double share) const {
  double below = 0.0;
  int hu = kLeast;
  for (const std::uint32_t count : counts_) {
    below += count;
    if (below > share * all_)
      break;
    ++hu;
  }
  return std::min(hu, kMost);
}

int HuSpread::lowest() const {
  const auto found =
      std::find_if(counts_.begin(), counts_.end(), [](std::uint32_t n) { return n > 0; });
  return found == counts_.end() ? 0 : static_cast<int>(found - counts_.begin()) + kLeast;
}

int HuSpread::highest() const {
  const auto found =
      std::find_if(counts_.rbegin(), counts_.rend(), [](std::uint32_t n) { return n > 0; });
  return found == counts_.rend() ? 0 : kMost - static_cast<int>(found - counts_.rbegin());
}

}  // namespace trocar
