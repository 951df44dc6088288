#pragma once

#include "core/image.h"

#include <memory>
#include <optional>

namespace trocar::ablation {
struct AblationSimulation;
}

namespace trocar::app {

/// A simulated treatment at one moment, or all of it at once; remembers the last one asked for, so
/// that a picture drawn again is not computed again.
class Moment {
 public:
  /// Temperatures at `timeS`; without a time the coldest or the hottest of each voxel, whichever is
  /// farther from body temperature. Nullptr without a simulation.
  const std::shared_ptr<const Image<float>>& of(
      const std::shared_ptr<const ablation::AblationSimulation>& simulation,
      std::optional<double> timeS);

 private:
  std::shared_ptr<const ablation::AblationSimulation> simulation_;
  std::optional<double> timeS_;
  std::shared_ptr<const Image<float>> temperatureC_;
};

}  // namespace trocar::app
