#pragma once

#include "planning/plan.h"

#include <filesystem>
#include <string>

namespace trocar {

/// The format this program writes. Older ones are migrated when read; a newer one is refused with the
/// version of Trocar it needs.
inline constexpr int kPlanFormat = 1;

/// JSON with units in the keys and a stable order: the same plan, the same bytes.
std::string planToJson(const Plan& plan);
/// Throws Error for text that is no plan.
Plan planFromJson(const std::string& text);

void writePlan(const Plan& plan, const std::filesystem::path& file);
Plan readPlan(const std::filesystem::path& file);
/// The case the plan refers to, from `override` if given. Throws Error if it is another case.
std::shared_ptr<const Case> openCaseOf(const Plan& plan, const std::filesystem::path& planFile,
                                       const std::filesystem::path& override = {});

}  // namespace trocar
