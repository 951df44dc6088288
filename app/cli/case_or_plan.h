#pragma once

#include "core/case.h"
#include "planning/model/case_model.h"
#include "planning/plan/plan.h"

#include <memory>
#include <string>

namespace trocar::cli {

/// What `CASE|PLAN` of the command line names: a case folder or "bundled:l3-breast", then the plan
/// is empty; or a plan file with the case it was made on, corrected as the plan says. Throws Error
/// for anything else, and for a plan that no evaluation can be made of.
struct CaseOrPlan {
  std::shared_ptr<const Case> patient;
  Plan plan;
  ModelMemory memory;  ///< Of a plan's case.
};
CaseOrPlan openCaseOrPlan(const std::string& path);

}  // namespace trocar::cli
