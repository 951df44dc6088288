#include "planning/cement/body/ablated_zone.h"

#include "planning/ablation/zones/case_simulation.h"
#include "planning/ablation/zones/lethal_criterion.h"
#include "planning/cement/body/cavity.h"
#include "planning/model/body_temperature.h"

#include <algorithm>

namespace trocar::cement {
namespace {

constexpr double kLethalColdC = -20.0;

}  // namespace

bool AblatedZone::contains(const Vec3& pointMm) const {
  if (ablation_ == nullptr)
    return false;
  if (const auto& run = ablation_->simulation)
    return static_cast<double>(run->coldest.nearest(pointMm, static_cast<float>(kBodyC))) <=
               kLethalColdC ||
           run->logDose.nearest(pointMm, ablation::kLeastLogDose) >= ablation::kKilledLogDose;
  return std::any_of(
      ablation_->zones.begin(), ablation_->zones.end(), [&](const ablation::AblationZone& zone) {
        const double isothermC = zone.isothermC.value_or(kLethalColdC);
        return zone.ellipsoid &&
               (isothermC <= kLethalColdC || isothermC >= ablation::kLethalHeatC) &&
               cement::contains(*zone.ellipsoid, pointMm);
      });
}

std::optional<double> AblatedZone::endTemperatureC(const Vec3& pointMm) const {
  if (ablation_ == nullptr || !ablation_->simulation || ablation_->simulation->history.empty())
    return std::nullopt;
  return ablation_->simulation->history.traceC(pointMm).back();
}

}  // namespace trocar::cement
