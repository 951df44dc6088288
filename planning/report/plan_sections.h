#pragma once

#include "planning/report/report.h"

#include <vector>

namespace trocar::report {

/// The needles: what was planned, what to dial, what they meet. Empty without needles.
std::vector<ReportSection> needleSections(const Case& patient,
                                          const Plan& plan,
                                          const Evaluation& evaluation);
/// What is done through each needle, in order, where that is more than going in. Without blocks
/// where there is none.
ReportSection courseSection(const Plan& plan);
/// Zones, lesions, how sure they are, structures at risk.
ReportSection ablationSection(const Case& patient, const ablation::AblationResult& ablation);
ReportSection cementSection(const Plan& plan, const cement::CementResult& cement);

}  // namespace trocar::report
