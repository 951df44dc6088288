#pragma once

#include "core/image.h"
#include "planning/model/body_temperature.h"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace trocar::ablation {

/// Temperatures of a whole treatment: a film of frames on the solver's grid, each packed to 1/64 K
/// within the box that departs from the background. An immutable value; copies share the frames.
class TemperatureHistory {
 public:
  TemperatureHistory() = default;
  explicit TemperatureHistory(const Grid& grid, double backgroundC = kBodyC)
      : grid_(grid), backgroundC_(backgroundC) {}

  /// `temperatureC` on the history's grid; `timeS` after that of the last frame.
  void add(double timeS, const Image<float>& temperatureC);

  const Grid& grid() const { return grid_; }
  /// Of the frames, ascending, after the plan's first probe starts.
  const std::vector<double>& timesS() const { return timesS_; }
  bool empty() const { return frames_.empty(); }

  /// The field at a time, linear between the frames around it; the first or last beyond them.
  Image<float> at(double timeS) const;
  /// One point over time, one value a frame; trilinear.
  std::vector<double> traceC(const Vec3& pointMm) const;

  struct Frame {
    std::array<int, 3> low{};  ///< First voxel of the box.
    std::array<int, 3> size{};
    std::vector<std::int16_t> values;

    double at(const std::array<int, 3>& voxel, double outside) const;
  };

  /// As core/archive.h asks.
  template <class Archive>
  void pass(Archive& archive) const {
    archive(grid_, backgroundC_, timesS_, frames_);
  }
  template <class Archive>
  void pass(Archive& archive) {
    archive(grid_, backgroundC_, timesS_, frames_);
  }

 private:
  /// Adds `weight` times the frame's departure from the background.
  void accumulate(const Frame& frame, double weight, std::vector<float>& values) const;

  Grid grid_;
  double backgroundC_ = kBodyC;
  std::vector<double> timesS_;
  std::vector<std::shared_ptr<const Frame>> frames_;
};

}  // namespace trocar::ablation
