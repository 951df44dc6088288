#pragma once

#include "planning/model/case_model.h"

namespace trocar::cement {

/// Length along a long bone's shaft over which lesions reach its surface, in mm: of all voxels of
/// lesions within 2 mm of it. 0 without a lesion.
double corticalInvolvementMm(const CaseModel& model, const Structure& bone);

}  // namespace trocar::cement
