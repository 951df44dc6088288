#pragma once

#include "core/import.h"
#include "core/labels/label_file.h"

#include <optional>
#include <string>

namespace trocar::labels {

/// Whether labels lie on this CT, by the HU below those that name bone or lung: "labels-off-bone"
/// or "labels-off-lung" with the shares, and which mirroring or shift would put them right; nullopt
/// where they fit or name neither. `who` begins the sentence. Labels of lytic, sclerotic and cut
/// bone fit; a mirror image that falls on itself cannot be told.
std::optional<Doubt> doubtOnPlace(const LabelLayer& layer,
                                  const LabelMeanings& meanings,
                                  const Volume& ct,
                                  const std::string& who);

}  // namespace trocar::labels
