#include "app/cli/case_or_plan.h"

#include "app/cli/plan_options.h"
#include "planning/anatomy/landmarks.h"
#include "planning/plan_file.h"
#include "planning/sound_plan.h"

#include <filesystem>

namespace trocar {

CaseOrPlan openCaseOrPlan(const std::string& path) {
  if (!std::filesystem::is_regular_file(path))
    return {openCase(path), {}};
  CaseOrPlan opened;
  opened.plan = readPlanAloud(path);
  opened.patient = withCorrections(openCaseOf(opened.plan, path), opened.plan.corrections);
  requireSound(opened.plan, *opened.patient);
  return opened;
}

}  // namespace trocar
