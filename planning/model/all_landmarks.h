#pragma once

#include "core/progress.h"
#include "planning/anatomy/landmarks.h"
#include "planning/model/case_model.h"

#include <vector>

namespace trocar {

/// Those of all vertebrae, the pelvis and the routes of a case, with its corrections.
std::vector<anatomy::Landmark> allLandmarks(const CaseModel& model, const Progress& progress = {});

}  // namespace trocar
