#pragma once

#include <utility>
#include <vector>

namespace trocar {

/// The value that `share` (0 to 1, below 1) of the values lie below, as one of them; 0.5 is the
/// upper median. There is at least one value.
double quantile(std::vector<double> values, double share);

inline double median(std::vector<double> values) {
  return quantile(std::move(values), 0.5);
}

}  // namespace trocar
