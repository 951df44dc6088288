#pragma once

#include "core/case.h"
#include "core/progress.h"

#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace trocar {

/// Writes the case's folder atomically: all of it or nothing. Refuses to replace a folder that is
/// not a case.
void writeCase(const Case& patient, const std::filesystem::path& folder, const Progress& = {});
/// The case as it was written, bit for bit.
Case readCase(const std::filesystem::path& folder, const Progress& = {});

/// Writes text through a hidden file beside, flush to the disk and rename, so that a reader never
/// sees half of it; straight into a pipe or device. Symbolic links are followed, permissions kept.
void writeFileAtomically(const std::filesystem::path& path, const std::string& bytes);
/// The same for a library that writes files itself: `write` gets another name with the same ending.
void writeFileAtomically(const std::filesystem::path& path,
                         const std::function<void(const std::filesystem::path&)>& write);
/// Several files that belong together: none takes its place before all are whole on the disk.
void writeFilesTogether(const std::vector<std::pair<std::filesystem::path, std::string>>& files);
/// Adds text to the end of a file, which it makes where there is none, and flushes to the disk.
void appendToFile(const std::filesystem::path& path, const std::string& bytes);
std::string readFile(const std::filesystem::path& path);

}  // namespace trocar
