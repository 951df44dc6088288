#pragma once

#include "core/progress.h"
#include "planning/report/report.h"
#include "render/scene_state.h"

#include <vector>

namespace trocar {

/// The pictures of a report: the plan in 3-D, and each needle in four slices.
std::vector<ReportPicture> reportPictures(SceneState state, const Progress& = {});

}  // namespace trocar
