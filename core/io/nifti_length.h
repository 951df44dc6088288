#pragma once

#include <filesystem>

namespace trocar {

/// Whether a NIfTI file, plain or gzipped, holds fewer voxels than its header says: the reader
/// would fill them with zeros. False for anything that is not a single-file NIfTI.
bool isNiftiCutShort(const std::filesystem::path& path);

}  // namespace trocar
