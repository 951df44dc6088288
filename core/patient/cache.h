#pragma once

#include "core/case.h"
#include "core/progress.h"

#include <filesystem>
#include <optional>
#include <string_view>

namespace trocar::synthetic {

/// Where this version keeps this patient: under XDG_CACHE_HOME or ~/.cache, in a folder whose name
/// tells the generator and the parameters; nullopt where there is no home.
std::optional<std::filesystem::path> cachedPatientFolder(std::string_view id);
/// nullopt where nothing usable is kept there.
std::optional<Case> readCachedPatient(const std::filesystem::path& folder,
                                      std::string_view id,
                                      const Progress& progress);
/// A cache that cannot be written is no error: the patient is made again next time.
void writeCachedPatient(const Case& patient,
                        const std::filesystem::path& folder,
                        const Progress& progress);

}  // namespace trocar::synthetic
