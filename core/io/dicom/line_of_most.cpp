#include "core/io/dicom/line_of_most.h"

#include "core/quantile.h"

#include <cstddef>

namespace trocar {
StraightLine lineOfMost(const std::vector<double>& at, const std::vector<double>& values) {
  const std::size_t half = at.size() / 2;
  std::vector<double> slopes;
  for (std::size_t n = 0; n + half < at.size(); ++n)
    slopes.push_back((values[n + half] - values[n]) / (at[n + half] - at[n]));
  StraightLine line{0.0, median(slopes)};
  std::vector<double> starts;
  for (std::size_t n = 0; n < at.size(); ++n)
    starts.push_back(values[n] - line.slope * at[n]);
  line.start = median(starts);
  return line;
}

}  // namespace trocar
