#pragma once

#include "planning/cement/flow/flow_domain.h"
#include "planning/numerics/voxel_system.h"

#include <cstddef>
#include <map>
#include <vector>

namespace trocar::cement {

/// A frozen flow: pressures, with the coefficients they were solved for.
struct FlowField {
  const FlowDomain& domain;
  const numerics::VoxelSystem& system;
  const std::vector<double>&
      outlet;  ///< Flow out of the domain per pressure that cement follows too.
  const std::vector<double>& pressurePa;
};

/// Cement that left the domain within one step.
struct Escape {
  double atMl = 0.0;  ///< The clock's volume at the step's end.
  double mm3 = 0.0;
};
/// By outlet voxel, in the order of the steps.
using Escapes = std::map<std::size_t, std::vector<Escape>>;

/// What a front advance changes.
struct FrontState {
  std::vector<float>& fill;
  std::vector<float>& arrivalMl;
  Escapes& escapes;
  double clockMl;  ///< Volume that arrivals count from.
};

/// Moves `volumeMm3` of cement from `source` along the flow. A voxel passes cement on once it is
/// full, split among its neighbours like the flow. Exact for the frozen flow: no time step, no
/// volume error. Returns the mm3 that came to full voxels which the flow does not leave, and so
/// found no place.
double advanceFront(const FlowField& field,
                    std::size_t source,
                    double volumeMm3,
                    FrontState& state);

}  // namespace trocar::cement
