#pragma once

#include "app/gui/cards/card.h"
#include "planning/evaluation/evaluation.h"
#include "planning/model/needle_evaluation.h"

#include <vector>

namespace trocar::gui {

/// What is said about one needle. `position`: of the patient in the procedure, which tells how the
/// C-arm's console reads.
std::vector<NumberRow> rowsOf(const NeedleEvaluation& numbers,
                              const Case& patient,
                              PatientPosition position);
/// The few that matter at a glance: "canal 3.2 mm · skin to target 78.0 mm".
QString summaryOf(const NeedleEvaluation& numbers, const Case& patient);
/// What the verdict is made of: "grade A · 39 % chance of a breach · order rule kept".
QString partsOf(const NeedleEvaluation& numbers, const std::vector<Finding>& findings);
QString structureName(const Case& patient, const std::string& id);

}  // namespace trocar::gui
