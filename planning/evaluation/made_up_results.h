#pragma once

#include "planning/ablation/ablation.h"
#include "planning/cement/cement.h"
#include "planning/findings/finding.h"

#include <vector>

namespace trocar {

struct Case;

/// What was worked out in slices that were never scanned (Case::madeUp): of the killed volume
/// ("zone-in-made-up-slices") and of cement ("cement-in-made-up-slices"), with the share. Either
/// result may be null.
std::vector<Finding> madeUpResultFindings(const Case& patient,
                                          const ablation::AblationResult* ablation,
                                          const cement::CementResult* cement);

}  // namespace trocar
