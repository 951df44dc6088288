#include "planning/ablation/zones/damage.h"

#include <cmath>

namespace trocar::ablation {
namespace {

constexpr double kGasConstant = 8.314462618;

}  // namespace

ArrheniusSet muscleSet() {
  return {std::log(2.94e39), 2.596e5};
}

double arrheniusRate(const ArrheniusSet& set, double temperatureC) {
  return std::exp(set.logFrequency - set.activationJ / (kGasConstant * (temperatureC + 273.15)));
}

double cem43PerSecond(double temperatureC) {
  if (temperatureC < 39.0)
    return 0.0;
  const double ratio = temperatureC >= 43.0 ? 0.5 : 0.25;
  return std::pow(ratio, 43.0 - temperatureC) / 60.0;
}

}  // namespace trocar::ablation
