#pragma once

#include "core/case.h"
#include "core/progress.h"

#include <string>

namespace trocar::cli {

/// Throws Error where a case lies in `out` already, unless it may be replaced.
void refuseExistingCase(const std::string& out, bool replace);
/// Names the case by its folder and writes it; its remarks go to standard error.
void writeNewCase(Case patient, const std::string& out, const Progress& progress);

}  // namespace trocar::cli
