#pragma once

#include "planning/evaluation/evaluation.h"

#include <string>
#include <vector>

namespace trocar::facts {

/// The document of `trocar evaluate --json`.
std::string evaluationToJson(const Evaluation& evaluation, const Plan& plan);
/// The document of `trocar check --json`.
std::string findingsToJson(const std::vector<Finding>& findings);

}  // namespace trocar::facts
