#pragma once

#include "planning/report/report.h"

#include <vector>

namespace trocar::report {

/// The plan on one sheet. Without blocks where nothing is planned.
ReportSection sheetSection(const Case& patient, const Plan& plan, const Evaluation& evaluation);
/// Running order, what to have in the room, checklists with their ticks. Empty without needles.
std::vector<ReportSection> preparationSections(const Case& patient, const Plan& plan);
/// What changed since another version of the plan.
ReportSection changesSection(const Plan& before, const Plan& now);

}  // namespace trocar::report
