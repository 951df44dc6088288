#pragma once

#include "planning/ablation/heat/heat_problem.h"

#include <vector>

namespace trocar::ablation {

/// The same problem by plain explicit steps in double precision, without a box, without vectors:
/// what the fast solver is compared with. Temperatures in C after `durationS`, one a voxel.
std::vector<double> solveExplicitly(const HeatMedium& medium,
                                    const std::vector<HeatContact>& contacts,
                                    double durationS,
                                    double stepS,
                                    double shutdownC = -20.0);

}  // namespace trocar::ablation
