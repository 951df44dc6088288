#pragma once

#include <vector>

namespace trocar {

struct StraightLine {
  double start = 0.0;  ///< At 0.
  double slope = 0.0;
};

/// The line that most of at least two points lie on, whatever a few others do: the middle one of
/// the slopes between points half the length apart (after Theil 1950 and Sen 1968). `at` grows.
StraightLine lineOfMost(const std::vector<double>& at, const std::vector<double>& values);

}  // namespace trocar
