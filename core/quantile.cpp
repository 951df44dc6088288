#include "core/quantile.h"

#include <algorithm>
#include <cstddef>

namespace trocar {

double quantile(std::vector<double> values, double share) {
  const auto index = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size()));
  const auto at = values.begin() + index;
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

}  // namespace trocar
