#pragma once

#include <Eigen/Dense>

#include <cstddef>
#include <vector>

namespace trocar {

/// How slices lie beside each other within their planes.
struct SliceShifts {
  double tiltDegrees = 0.0;      ///< By which the line through their corners leans from the normal.
  std::vector<double> besideMm;  ///< Of each slice from that line.
};

/// Of slices whose first pixels lie at these places: along the normal, and within the plane. The
/// line is that of most of them, whatever a few others do.
SliceShifts shiftsAlong(const std::vector<double>& alongMm,
                        const std::vector<Eigen::Vector2d>& inPlaneMm);

}  // namespace trocar
