#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace trocar {

/// The pixels of all frames of a DICOM file as its header allocates them: words in the machine's
/// order, bytes, or bits from the lowest of each byte on. Throws std::runtime_error, "its .. is
/// ..", where they cannot be decoded or are fewer than `bytes`. Damaged pixels may end the process:
/// it is made for that.
std::vector<std::uint8_t> decodedPixels(const std::filesystem::path& path, std::size_t bytes);

}  // namespace trocar
