#pragma once

#include "core/io/dicom/dicom_folder.h"

#include <vector>

namespace trocar {

/// Whether all frames are scaled alike and to HU: what the files say of themselves against each
/// other.
void raiseRescale(const SeriesPart& part,
                  const ImportChoices& choices,
                  std::vector<Remark>& remarks);

}  // namespace trocar
