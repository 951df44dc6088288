#pragma once

#include "core/import.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace trocar {

/// "labels-of-another-patient" where a DICOM segmentation or RT structure set and the DICOM CT at
/// `ctPath` both state a frame of reference, a study or a patient, and not the same. A structure
/// set states those of the images that it was drawn on; another series of them in the CT's frame of
/// reference is a remark, without that frame it is doubted too. `ctUids` are those of the CT that
/// was read; numbers of patients are compared and never told. `who` begins the sentence.
std::optional<Doubt> doubtOnOrigin(const std::filesystem::path& labels,
                                   const std::filesystem::path& ctPath,
                                   const std::map<std::string, std::string>& ctUids,
                                   const std::string& who,
                                   std::vector<Remark>& remarks);

}  // namespace trocar
