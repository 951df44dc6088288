#pragma once

#include <algorithm>
#include <cmath>

namespace trocar::ablation {

/// Stages of a super step of the first-order Runge-Kutta-Legendre method (Meyer, Balsara & Aslam
/// 2014) whose rates reach `rateTimesStep`: odd, which damps best.
inline int stagesFor(double rateTimesStep) {
  const int stages =
      static_cast<int>(std::ceil(0.5 * (std::sqrt(1.0 + 4.0 * rateTimesStep) - 1.0)));
  return std::max(3, stages + (stages % 2 == 0 ? 1 : 0));
}

}  // namespace trocar::ablation
