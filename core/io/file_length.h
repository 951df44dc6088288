#pragma once

#include <cstdint>
#include <filesystem>

namespace trocar {

/// Whether a NIfTI file, plain or gzipped, holds fewer voxels than its header says: the reader
/// would fill them with zeros. False for anything that is not a single-file NIfTI.
bool isNiftiCutShort(const std::filesystem::path& path);

/// The same for an MHA or MHD file whose voxels take `bytes`.
bool isMetaImageCutShort(const std::filesystem::path& path, std::uint64_t bytes);

}  // namespace trocar
