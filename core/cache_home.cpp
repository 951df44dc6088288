#include "core/cache_home.h"

#include <cstdlib>

namespace trocar {

std::optional<std::filesystem::path> cacheHome() {
  if (const char* folder = std::getenv("XDG_CACHE_HOME"); folder != nullptr && *folder != 0)
    return std::filesystem::path(folder) / "trocar";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != 0)
    return std::filesystem::path(home) / ".cache" / "trocar";
  return std::nullopt;
}

}  // namespace trocar
