#pragma once

#include <filesystem>
#include <vector>

namespace trocar {

/// The catalogue files of assets/instruments by name.
std::vector<std::filesystem::path> instrumentFiles();

}  // namespace trocar
