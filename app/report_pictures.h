#pragma once

#include "core/progress.h"
#include "planning/model/case_model.h"
#include "planning/report/report.h"
#include "render/canvas/picture.h"
#include "render/scene_state.h"

#include <string>
#include <vector>

namespace trocar::app {

/// What the pictures of a plan show: the surfaces of all structures, the measured anatomy, and the
/// zones of a simulation at their largest.
render::SceneState handoverScene(const CaseModel& model,
                                 const Plan& plan,
                                 std::shared_ptr<const Evaluation> evaluation,
                                 const Progress& = {});

/// A picture of the plan and what it shows.
struct PlanPicture {
  std::string caption;
  render::Picture picture;
};
/// The plan in 3-D, of the first size; each needle in five slices, of the second; X-rays with all
/// needles, square.
struct PlanPictureSizes {
  int wideWidthPx = 1400;
  int wideHeightPx = 900;
  int widthPx = 900;
  int heightPx = 700;
};
std::vector<PlanPicture> planPictures(render::SceneState state,
                                      const PlanPictureSizes& sizes,
                                      const Progress& = {});

/// The same for a report; fast where they do not stay PNG, as on the pages of a PDF.
std::vector<report::ReportPicture> reportPictures(render::SceneState state,
                                                  render::PngSize size,
                                                  const Progress& = {});

}  // namespace trocar::app
