#include "app/cli/case_or_plan.h"

#include "app/cli/plan_options.h"
#include "planning/anatomy/landmarks.h"
#include "planning/evaluation/sound_plan.h"
#include "planning/plan/plan_file.h"

#include <filesystem>

namespace trocar::cli {

CaseOrPlan openCaseOrPlan(const std::string& path) {
  if (!std::filesystem::is_regular_file(path))
    return {openCase(path), {}};
  CaseOrPlan opened;
  opened.plan = readPlanAloud(path);
  opened.patient = anatomy::withCorrections(openCaseOf(opened.plan, path), opened.plan.corrections);
  requireSound(opened.plan, *opened.patient);
  return opened;
}

}  // namespace trocar::cli
