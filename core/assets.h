#pragma once

#include <filesystem>
#include <string_view>

namespace trocar {

/// A file or folder under assets/: of TROCAR_ASSETS if set, else beside the installed program, else
/// of the source tree. Throws Error where it does not exist.
std::filesystem::path assetPath(std::string_view relative);

/// Such as "0.1.0".
std::string_view version();

}  // namespace trocar
