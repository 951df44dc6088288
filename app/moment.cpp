#include "app/moment.h"

#include "planning/ablation/zones/case_simulation.h"
#include "planning/model/body_temperature.h"

#include <utility>

namespace trocar::app {
namespace {

constexpr auto kBody = static_cast<float>(kBodyC);

Image<float> extremes(const ablation::AblationSimulation& simulation) {
  std::vector<float> farthest = simulation.coldest.voxels();
  const std::vector<float>& hottest = simulation.hottest.voxels();
  for (std::size_t i = 0; i < hottest.size(); ++i) {
    if (hottest[i] - kBody > kBody - farthest[i])
      farthest[i] = hottest[i];
  }
  return {simulation.coldest.grid(), std::move(farthest)};
}

}  // namespace

const std::shared_ptr<const Image<float>>& Moment::of(
    const std::shared_ptr<const ablation::AblationSimulation>& simulation,
    std::optional<double> timeS) {
  if (simulation && simulation->history.empty())
    timeS.reset();
  if (simulation == simulation_ && timeS == timeS_)
    return temperatureC_;
  simulation_ = simulation;
  timeS_ = timeS;
  temperatureC_.reset();
  if (simulation)
    temperatureC_ = std::make_shared<const Image<float>>(timeS ? simulation->history.at(*timeS)
                                                               : extremes(*simulation));
  return temperatureC_;
}

}  // namespace trocar::app
