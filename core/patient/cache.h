#pragma once

#include "core/case.h"
#include "core/progress.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace trocar::synthetic {

/// What a folder with this patient is called: its name tells the generator and the parameters, so
/// that none is taken for what the program would make now. nullopt for an unknown id.
std::optional<std::string> patientFolderName(std::string_view id);
/// Where this patient was made when the program was built: beside the program, as
/// share/trocar/patients. Nothing need be there.
std::optional<std::filesystem::path> shippedPatientFolder(std::string_view id);
/// Where this version keeps this patient: under XDG_CACHE_HOME or ~/.cache; nullopt where there is
/// no home.
std::optional<std::filesystem::path> cachedPatientFolder(std::string_view id);
/// nullopt where nothing usable is kept there.
std::optional<Case> readKeptPatient(const std::filesystem::path& folder,
                                    std::string_view id,
                                    const Progress& progress);
/// The same; what is there and cannot be used is removed.
std::optional<Case> readCachedPatient(const std::filesystem::path& folder,
                                      std::string_view id,
                                      const Progress& progress);
/// A cache that cannot be written is no error: the patient is made again next time.
void writeCachedPatient(const Case& patient,
                        const std::filesystem::path& folder,
                        const Progress& progress);

}  // namespace trocar::synthetic
