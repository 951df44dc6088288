#pragma once

#include <filesystem>

namespace trocar {

/// Whether sequences of a DICOM file stand within each other so deep that a parser, which calls
/// itself for each, runs out of stack. Of the bytes before the pixels; files nest three or four
/// deep.
bool nestsTooDeep(const std::filesystem::path& path);

}  // namespace trocar
