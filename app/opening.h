#pragma once

#include "app/autosave.h"
#include "core/progress.h"
#include "planning/model/case_model.h"
#include "planning/plan/plan.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trocar::app {

/// A case and the plan on it, ready to work on.
struct Opened {
  std::shared_ptr<const Case> original;    ///< As it came, without the plan's corrections.
  std::shared_ptr<const CaseModel> model;  ///< Of the case as corrected.
  Plan
      plan;  ///< As in `planFile`, or a new one. The path to its case is absolute, or "bundled:..".
  std::filesystem::path planFile;         ///< Empty for a new plan.
  std::string planMark = {};              ///< Of what the file held (core/replace_file.h).
  std::optional<Plan> recovered;          ///< Later work on it, from an autosave.
  std::vector<std::string> remarks = {};  ///< What of the plan was lost or set aside.
};

/// The model of a case under a plan's corrections.
std::shared_ptr<const CaseModel> modelOf(const std::shared_ptr<const Case>& original,
                                         const anatomy::Corrections& corrections,
                                         const ModelMemory& memory = {});
/// Opens a bundled patient ("bundled:l3-breast"), a case folder, a plan file or a CT without
/// labels, as the whole of its DICOM folder. Throws Error for anything else.
Opened openFrom(const std::string& source, const Progress& = {});
/// Whether openFrom would import this as a CT: it is no bundled patient, case or plan.
bool isCt(const std::string& source);
/// What a crash left, on top of what was saved before it.
Opened openLeftover(const Leftover& leftover, const Progress& = {});
/// A new plan on a case that lies at `path`.
Opened openedCase(Case patient, const std::string& path, const Progress& = {});

}  // namespace trocar::app
