#pragma once

#include "planning/evaluation/evaluation.h"
#include "planning/plan/plan.h"

#include <string>

namespace trocar::handover {

/// One row a needle, units in the headings, a point as the decimal mark, empty where unknown (RFC
/// 4180).
std::string needlesCsv(const Plan& plan, const Evaluation& evaluation);

}  // namespace trocar::handover
