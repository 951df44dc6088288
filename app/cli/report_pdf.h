#pragma once

#include <filesystem>
#include <string>

namespace trocar {

/// Sets the report's HTML on A4 pages, with page numbers. Needs no display.
std::string reportPdf(const std::string& html);
/// Writes the file atomically; throws Error where it cannot be written.
void writeReportPdf(const std::string& html, const std::filesystem::path& file);

}  // namespace trocar
