#pragma once

#include "core/case.h"
#include "planning/evaluation.h"
#include "planning/plan.h"
#include "planning/scores/score.h"

#include <string>
#include <vector>

namespace trocar {

/// A picture of the plan for the report.
struct ReportPicture {
  std::string caption;
  std::string png;    ///< The file's bytes.
  bool wide = false;  ///< Takes the whole width of the page instead of half.
};

/// The plan on paper: one HTML page with everything inside it, in black on white. Holds the numbers
/// of `evaluation` rounded to what they are good for, where each comes from, every finding with its
/// acceptance, sources, versions and hashes. Names no person.
/// `before`: an earlier version, whose differences are told; nullptr for none.
std::string reportHtml(const Case& patient,
                       const Plan& plan,
                       const Evaluation& evaluation,
                       const std::vector<ReportPicture>& pictures,
                       const Plan* before = nullptr);

}  // namespace trocar
