#pragma once

#include "core/import.h"
#include "core/labels/label_file.h"

#include <optional>
#include <string>

namespace trocar::labels {

/// What speaks against the place of labels.
struct PlaceDoubt {
  Doubt doubt;             ///< "labels-off-bone" or "labels-off-lung" with the shares.
  bool elsewhere = false;  ///< A mirroring or shift, named in the doubt, puts them right.
};

/// Whether labels lie on this CT, by the HU below those that name bone or lung; nullopt where they
/// fit or name neither. `who` begins the sentence. Labels of lytic, sclerotic and cut bone fit; a
/// mirror image that falls on itself cannot be told.
std::optional<PlaceDoubt> doubtOnPlace(const LabelLayer& layer,
                                       const LabelMeanings& meanings,
                                       const Volume& ct,
                                       const std::string& who);

}  // namespace trocar::labels
