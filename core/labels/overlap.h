#pragma once

#include "core/import.h"
#include "core/labels/label_file.h"
#include "core/labels/numbering.h"

#include <vector>

namespace trocar::labels {

/// Whether the labelled voxels lie in the CT: a remark where more than a hundredth does not, the
/// Doubt "labels-outside-ct" where more than half does not, Error where none does.
void checkOverlap(const LabelLayer& layer,
                  const Grid& ct,
                  const LabelFileName& name,
                  const ImportChoices& choices,
                  std::vector<Remark>& remarks);

}  // namespace trocar::labels
