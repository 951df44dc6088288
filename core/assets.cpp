#include "core/assets.h"

#include "core/error.h"

#include <cstdlib>
#include <string>
#include <system_error>
#include <vector>

namespace trocar {

namespace fs = std::filesystem;

std::optional<fs::path> shareFolder() {
  std::error_code none;
  const fs::path program = fs::read_symlink("/proc/self/exe", none);
  if (program.empty())
    return std::nullopt;
  return program.parent_path().parent_path() / "share/trocar";
}

fs::path assetPath(std::string_view relative) {
  std::vector<fs::path> roots;
  if (const char* chosen = std::getenv("TROCAR_ASSETS"))
    roots.emplace_back(chosen);
  std::error_code none;
  if (const auto share = shareFolder())
    roots.push_back(*share / "assets");
  roots.emplace_back(TROCAR_SOURCE_ASSETS);
  for (const fs::path& root : roots) {
    if (fs::exists(root / relative, none))
      return root / relative;
  }
  throw Error("The program's file assets/" + std::string(relative) +
              " is missing: install Trocar again or set TROCAR_ASSETS to its assets folder.");
}

std::string_view version() {
  return TROCAR_VERSION;
}

}  // namespace trocar
