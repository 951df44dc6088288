#include "planning/ablation/heat/temperature_history.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace trocar::ablation {
namespace {

constexpr double kStepsPerK = 64.0;
constexpr double kNoticeableK = 0.1;

std::int16_t packed(double temperatureC) {
  return static_cast<std::int16_t>(
      std::clamp(std::round(temperatureC * kStepsPerK), -32767.0, 32767.0));
}

double unpacked(std::int16_t value) {
  return static_cast<double>(value) / kStepsPerK;
}

/// First voxel and size of the box that departs from the background.
struct IndexBox {
  std::array<int, 3> low, size;
};

IndexBox departing(const Image<float>& image, double backgroundC) {
  const std::array<int, 3> n = image.grid().size();
  std::array<int, 3> low = n, high{-1, -1, -1};
  std::size_t offset = 0;
  for (int k = 0; k < n[2]; ++k)
    for (int j = 0; j < n[1]; ++j)
      for (int i = 0; i < n[0]; ++i) {
        if (std::abs(static_cast<double>(image.voxels()[offset++]) - backgroundC) <= kNoticeableK)
          continue;
        const std::array<int, 3> v{i, j, k};
        for (std::size_t a = 0; a < 3; ++a) {
          low[a] = std::min(low[a], v[a]);
          high[a] = std::max(high[a], v[a]);
        }
      }
  if (high[0] < 0)
    return {{0, 0, 0}, {0, 0, 0}};
  return {low, {high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1}};
}

}  // namespace

double TemperatureHistory::Frame::at(const std::array<int, 3>& voxel, double outside) const {
  const int i = voxel[0] - low[0], j = voxel[1] - low[1], k = voxel[2] - low[2];
  if (i < 0 || j < 0 || k < 0 || i >= size[0] || j >= size[1] || k >= size[2])
    return outside;
  return unpacked(values[static_cast<std::size_t>(i + size[0] * (j + size[1] * k))]);
}

void TemperatureHistory::add(double timeS, const Image<float>& temperatureC) {
  assert(temperatureC.grid() == grid_ && (timesS_.empty() || timeS > timesS_.back()));
  const IndexBox box = departing(temperatureC, backgroundC_);
  auto frame = std::make_shared<Frame>();
  frame->low = box.low;
  frame->size = box.size;
  for (int k = 0; k < box.size[2]; ++k)
    for (int j = 0; j < box.size[1]; ++j)
      for (int i = 0; i < box.size[0]; ++i)
        frame->values.push_back(packed(static_cast<double>(
            temperatureC.at({box.low[0] + i, box.low[1] + j, box.low[2] + k}))));
  timesS_.push_back(timeS);
  frames_.push_back(std::move(frame));
}

void TemperatureHistory::accumulate(const Frame& frame,
                                    double weight,
                                    std::vector<float>& values) const {
  std::size_t from = 0;
  for (int k = 0; k < frame.size[2]; ++k)
    for (int j = 0; j < frame.size[1]; ++j)
      for (int i = 0; i < frame.size[0]; ++i) {
        const std::size_t to = grid_.offset({frame.low[0] + i, frame.low[1] + j, frame.low[2] + k});
        values[to] += static_cast<float>(weight * (unpacked(frame.values[from++]) - backgroundC_));
      }
}

Image<float> TemperatureHistory::at(double timeS) const {
  assert(!empty());
  const auto after = std::lower_bound(timesS_.begin(), timesS_.end(), timeS);
  const auto last = static_cast<std::ptrdiff_t>(timesS_.size()) - 1;
  const auto high =
      static_cast<std::size_t>(std::min<std::ptrdiff_t>(after - timesS_.begin(), last));
  const std::size_t low = high == 0 ? 0 : high - 1;
  const double span = timesS_[high] - timesS_[low];
  const double share = span > 0.0 ? std::clamp((timeS - timesS_[low]) / span, 0.0, 1.0) : 0.0;
  std::vector<float> values(grid_.voxelCount(), static_cast<float>(backgroundC_));
  accumulate(*frames_[low], 1.0 - share, values);
  accumulate(*frames_[high], share, values);
  return {grid_, std::move(values)};
}

std::vector<double> TemperatureHistory::traceC(const Vec3& pointMm) const {
  const Vec3 at = grid_.patientToVoxel(pointMm);
  std::vector<double> trace(frames_.size(), 0.0);
  for (int corner = 0; corner < 8; ++corner) {
    std::array<int, 3> v{};
    double weight = 1.0;
    for (std::size_t a = 0; a < 3; ++a) {
      const int last = grid_.size()[a] - 1;
      const double x = std::clamp(at[static_cast<Eigen::Index>(a)], 0.0, static_cast<double>(last));
      const int low = std::min(static_cast<int>(x), std::max(0, last - 1));
      const int bit = corner >> a & 1;
      weight *= bit != 0 ? x - low : 1.0 - (x - low);
      v[a] = std::min(low + bit, last);
    }
    if (weight <= 0.0)
      continue;
    for (std::size_t frame = 0; frame < frames_.size(); ++frame)
      trace[frame] += weight * frames_[frame]->at(v, backgroundC_);
  }
  return trace;
}

}  // namespace trocar::ablation
