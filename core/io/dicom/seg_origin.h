#pragma once

#include "core/import.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace trocar {

/// "labels-of-another-patient" where a DICOM segmentation and the DICOM CT at `ctPath` both state a
/// frame of reference, a study or a patient, and not the same. `ctUids` are those of the CT that
/// was read; numbers of patients are compared and never told. `who` begins the sentence.
std::optional<Doubt> doubtOnOrigin(const std::filesystem::path& segmentation,
                                   const std::filesystem::path& ctPath,
                                   const std::map<std::string, std::string>& ctUids,
                                   const std::string& who);

}  // namespace trocar
