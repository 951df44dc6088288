#pragma once

#include "planning/evaluation/evaluation.h"

#include <string>

namespace trocar::cli {

/// An evaluation for people to read, a line a number.
std::string evaluationText(const Evaluation& evaluation, const Plan& plan, const Case& patient);
/// Findings for people to read, in groups: "DANGER  N1: ...".
std::string findingsText(const std::vector<Finding>& findings, const Case& patient);

}  // namespace trocar::cli
