#pragma once

#include "core/io/image/image_header.h"

#include <cstddef>
#include <filesystem>
#include <vector>

namespace trocar {

/// The scalars of an image in the machine's byte order. Numbers kept as text become doubles, and
/// the header's type with them. `gzipped`: the whole file at `path` is. Throws Error with a clause
/// that begins with "it" where there are fewer than the header says, or the file is damaged.
std::vector<std::byte> voxelBytes(ImageHeader& header,
                                  const std::filesystem::path& path,
                                  bool gzipped,
                                  const Progress& progress);

}  // namespace trocar
