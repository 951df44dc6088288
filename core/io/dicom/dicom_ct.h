#pragma once

#include "core/import.h"

namespace trocar {

/// The CT of a DICOM folder or file, in HU; `headers` where they were read already. Throws Error or
/// Doubt.
CtImport readDicomCt(const std::filesystem::path& path,
                     const ImportChoices& choices,
                     const Progress& progress,
                     const DicomFolder* headers);

}  // namespace trocar
