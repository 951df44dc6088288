#include "core/io/dicom/line_of_most.h"

#include <algorithm>
#include <cstddef>

namespace trocar {
namespace {

double middleOf(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

StraightLine lineOfMost(const std::vector<double>& at, const std::vector<double>& values) {
  const std::size_t half = at.size() / 2;
  std::vector<double> slopes;
  for (std::size_t n = 0; n + half < at.size(); ++n)
    slopes.push_back((values[n + half] - values[n]) / (at[n + half] - at[n]));
  StraightLine line{0.0, middleOf(slopes)};
  std::vector<double> starts;
  for (std::size_t n = 0; n < at.size(); ++n)
    starts.push_back(values[n] - line.slope * at[n]);
  line.start = middleOf(starts);
  return line;
}

}  // namespace trocar
