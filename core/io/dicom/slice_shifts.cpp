#include "core/io/dicom/slice_shifts.h"

#include "core/angle.h"

#include <algorithm>
#include <cmath>

namespace trocar {
namespace {

double middleOf(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Slope of most points: the middle one of lines between points half the length apart (after Theil
/// 1950 and Sen 1968).
double slopeOfMost(const std::vector<double>& at, const std::vector<double>& values) {
  const std::size_t half = at.size() / 2;
  std::vector<double> slopes;
  for (std::size_t n = 0; n + half < at.size(); ++n)
    slopes.push_back((values[n + half] - values[n]) / (at[n + half] - at[n]));
  return middleOf(slopes);
}

}  // namespace

SliceShifts shiftsAlong(const std::vector<double>& alongMm,
                        const std::vector<Eigen::Vector2d>& inPlaneMm) {
  const std::size_t count = alongMm.size();
  SliceShifts shifts{0.0, std::vector<double>(count, 0.0)};
  if (count < 2)
    return shifts;
  Eigen::Vector2d lean = Eigen::Vector2d::Zero();
  std::vector<Eigen::Vector2d> rest(count);
  for (int axis = 0; axis < 2; ++axis) {
    std::vector<double> values;
    for (const Eigen::Vector2d& place : inPlaneMm)
      values.push_back(place[axis]);
    lean[axis] = slopeOfMost(alongMm, values);
    for (std::size_t n = 0; n < count; ++n)
      values[n] -= lean[axis] * alongMm[n];
    const double start = middleOf(values);
    for (std::size_t n = 0; n < count; ++n)
      rest[n][axis] = values[n] - start;
  }
  shifts.tiltDegrees = Angle::fromRadians(std::atan(lean.norm())).degrees();
  for (std::size_t n = 0; n < count; ++n)
    shifts.besideMm[n] = rest[n].norm();
  return shifts;
}

}  // namespace trocar
