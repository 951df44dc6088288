#include "core/io/dicom/slice_shifts.h"

#include "core/angle.h"
#include "core/io/dicom/line_of_most.h"

#include <cmath>

namespace trocar {
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
    const StraightLine line = lineOfMost(alongMm, values);
    lean[axis] = line.slope;
    for (std::size_t n = 0; n < count; ++n)
      rest[n][axis] = values[n] - line.start - line.slope * alongMm[n];
  }
  shifts.tiltDegrees = Angle::fromRadians(std::atan(lean.norm())).degrees();
  for (std::size_t n = 0; n < count; ++n)
    shifts.besideMm[n] = rest[n].norm();
  return shifts;
}

}  // namespace trocar
