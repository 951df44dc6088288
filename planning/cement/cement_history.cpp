#include "planning/cement/cement_history.h"

#include <algorithm>
#include <iterator>

namespace trocar {

CementMoment cementAt(const CementResult& cement, double injectedMl) {
  CementMoment moment;
  moment.injectedMl = std::clamp(injectedMl, 0.0, cement.deliveredMl);
  const auto after =
      std::upper_bound(cement.course.begin(),
                       cement.course.end(),
                       moment.injectedMl + 1e-9,
                       [](double ml, const CementStep& step) { return ml < step.injectedMl; });
  if (after != cement.course.begin()) {
    const CementStep& step = *std::prev(after);
    moment.timeS = step.timeS;
    moment.needle = step.needle;
    moment.syringePressureKPa = step.syringePressureKPa;
    moment.posteriorDistanceMm = step.posteriorDistanceMm;
  }
  std::copy_if(cement.stops.begin(),
               cement.stops.end(),
               std::back_inserter(moment.stops),
               [&](const CementStop& stop) { return stop.atMl <= moment.injectedMl; });
  std::copy_if(cement.leaks.begin(),
               cement.leaks.end(),
               std::back_inserter(moment.leaks),
               [&](const CementLeak& leak) {
                 return leak.volumeMl > 0.0 && leak.firstAtMl <= moment.injectedMl;
               });
  return moment;
}

Image<std::uint8_t> cementMask(const CementResult& cement, double injectedMl) {
  const auto limit = static_cast<float>(injectedMl);
  std::vector<std::uint8_t> mask(cement.arrival.voxels().size(), 0);
  std::transform(cement.arrival.voxels().begin(),
                 cement.arrival.voxels().end(),
                 mask.begin(),
                 [limit](float atMl) {
                   return static_cast<std::uint8_t>(atMl >= 0.0F && atMl <= limit ? 1 : 0);
                 });
  return {cement.arrival.grid(), std::move(mask)};
}

std::optional<double> stopLineMl(const CementResult& cement) {
  if (cement.stops.empty())
    return std::nullopt;
  return cement.stops.front().atMl;
}

}  // namespace trocar
