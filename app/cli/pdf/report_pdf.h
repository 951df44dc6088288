#pragma once

#include "planning/report/report.h"

#include <filesystem>
#include <string>

namespace trocar::cli {

/// Sets the report on A4 pages, with page numbers. Needs no display.
std::string reportPdf(const report::Report& report);
/// Writes the file atomically; throws Error where it cannot be written.
void writeReportPdf(const report::Report& report, const std::filesystem::path& file);

}  // namespace trocar::cli
