#pragma once

#include "core/case.h"
#include "core/progress.h"
#include "core/segment.h"
#include "planning/evaluation/evaluation.h"
#include "planning/plan/plan.h"

#include <vector>

namespace trocar::handover {

/// The case's structures and the plan's needles, zones and cement as voxels of the CT's grid, in
/// that order; without what has no voxel there, and without colours. A voxel belongs to a thing
/// that its centre lies in; a needle takes every voxel that its axis comes within half a voxel of,
/// so that a thin one shows, and a
/// screw is as long as it is. A label map on another grid is asked by the nearest voxel.
std::vector<Segment> segmentsOf(const Case& patient,
                                const Plan& plan,
                                const Evaluation& evaluation,
                                const Progress& progress = {});

}  // namespace trocar::handover
