#pragma once

#include "planning/report/report.h"

#include <string>

namespace trocar::report {

/// One HTML page with everything inside it, in black on white.
std::string reportToHtml(const Report& report);
/// What stands between its <body> tags.
std::string reportBodyHtml(const Report& report);

}  // namespace trocar::report
