#include "planning/plan/instrument_files.h"

#include "core/assets.h"

#include <algorithm>

namespace trocar {

std::vector<std::filesystem::path> instrumentFiles() {
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(assetPath("instruments")))
    if (file.path().extension() == ".json")
      files.push_back(file.path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace trocar
