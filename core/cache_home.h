#pragma once

#include <filesystem>
#include <optional>

namespace trocar {

/// What may be deleted at any time lies there: XDG_CACHE_HOME/trocar or ~/.cache/trocar. Nothing
/// need be there; nullopt where there is no home.
std::optional<std::filesystem::path> cacheHome();

}  // namespace trocar
