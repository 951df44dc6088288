#include "app/cli/case_or_plan.h"

#include "app/cli/plan_options.h"
#include "planning/plan/plan_file.h"

#include <filesystem>
#include <utility>

namespace trocar::cli {

CaseOrPlan openCaseOrPlan(const std::string& path) {
  if (!std::filesystem::is_regular_file(path))
    return {openCase(path), {}, {}};
  OpenedPlan read = openPlan(path, {}, false);
  return {std::move(read.patient), std::move(read.plan), std::move(read.memory)};
}

}  // namespace trocar::cli
