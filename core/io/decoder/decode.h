#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace trocar {

/// The pixels of all frames of a DICOM file as 16-bit words, bits where the file has them (8-bit
/// ones widened). Throws std::runtime_error, "its .. is ..", where they cannot be decoded or are
/// not `words` in number. Damaged pixels may end the process: it is made for that.
std::vector<std::uint16_t> decodedWords(const std::filesystem::path& path, std::size_t words);

}  // namespace trocar
