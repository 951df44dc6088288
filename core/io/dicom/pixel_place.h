#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace trocar {

/// Where the value of PixelData stands in a file.
struct PixelPlace {
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;  ///< As the element says; of all fragments where it has such.
  bool fragments = false;   ///< Compressed frames in items, instead of plain numbers.
  bool complete = false;    ///< The file reaches as far as the element says.
};

/// The element whose value begins at `valueAt`, in a file of little or big-endian tags; nullopt
/// where no PixelData begins there.
std::optional<PixelPlace> pixelPlaceAt(const std::filesystem::path& path,
                                       std::uint64_t valueAt,
                                       bool bigEndian);

}  // namespace trocar
