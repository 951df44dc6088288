#pragma once

#include "core/import.h"

namespace trocar {

/// The CT of a DICOM folder or file, in HU. Throws Error or Doubt.
CtImport readDicomCt(const std::filesystem::path& path,
                     const ImportChoices& choices,
                     const Progress& progress);

}  // namespace trocar
