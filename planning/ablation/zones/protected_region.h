#pragma once

#include "planning/ablation/ablation.h"
#include "planning/ablation/heat/tissue_map.h"
#include "planning/findings/finding.h"

#include <vector>

namespace trocar::ablation {

/// Voxels of a grid with these tissues into which the fluid of a protection goes: soft tissue
/// within its extent, and what lies in the canal outside of the thecal sac. It goes around a
/// structure, not into bone nor into nerves.
std::vector<std::size_t> fluidVoxels(const CaseModel& model,
                                     const Protection& protection,
                                     const Grid& grid,
                                     const std::vector<Tissue>& tissues);

/// Where the fluid of each of the plan's protections lies, in their order, in voxels of 1 mm or, of
/// a large region, coarser ones.
std::vector<ProtectedRegion> protectedRegions(const CaseModel& model, const Plan& plan);

/// A warning for each of them that finds no room.
std::vector<Finding> protectedRegionFindings(const CaseModel& model,
                                             const Plan& plan,
                                             const std::vector<ProtectedRegion>& regions);

}  // namespace trocar::ablation
