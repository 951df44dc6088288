#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace trocar {

/// The folder of what is installed with the program and lies beside it; nothing need be there.
/// nullopt where the program does not know its own place.
std::optional<std::filesystem::path> shareFolder();
/// A file or folder under assets/: of TROCAR_ASSETS if set, else beside the installed program, else
/// of the source tree. Throws Error where it does not exist.
std::filesystem::path assetPath(std::string_view relative);

/// Such as "0.1.0".
std::string_view version();

}  // namespace trocar
