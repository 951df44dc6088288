#pragma once

#include "planning/evaluation.h"

#include <string>

namespace trocar {

/// The plan on one sheet, as a part of the report.
std::string sheetSection(const Case& patient, const Plan& plan, const Evaluation& evaluation);
/// Running order, what to have in the room, checklists with their ticks. Empty without needles.
std::string preparationSections(const Case& patient, const Plan& plan);
/// What changed since another version of the plan.
std::string changesSection(const Plan& before, const Plan& now);

}  // namespace trocar
