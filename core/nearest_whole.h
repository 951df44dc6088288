#pragma once

#include <limits>

namespace trocar {

/// The nearest whole number, halves away from zero as std::lround has it, without its call; the
/// farthest `int` for what lies beyond or is no number.
inline int nearestWhole(double number) {
  constexpr double kFar = 2.0e9;
  if (!(number > -kFar && number < kFar))
    return number > 0.0 ? std::numeric_limits<int>::max() : std::numeric_limits<int>::min();
  const int whole = static_cast<int>(number);
  const double rest = number - whole;
  return whole + (rest >= 0.5 ? 1 : 0) - (rest <= -0.5 ? 1 : 0);
}

}  // namespace trocar
