#pragma once

#include "planning/report/report.h"

#include <filesystem>
#include <string>

namespace trocar::pdf {

/// Which plan a page is of, for the foot of each: "my.plan.json · plan 3f2a90c1 · 30 Nov 2026 ·
/// case l3-breast". The hash is that of the plan's content.
std::string identityOf(const Plan& plan, const std::filesystem::path& planFile);

/// Sets the report on A4 pages with page numbers and `identity` at their foot, tagged for readers
/// that do not see it. The same report, the same bytes. Needs no display.
std::string reportPdf(const report::Report& report, const std::string& identity);

}  // namespace trocar::pdf
