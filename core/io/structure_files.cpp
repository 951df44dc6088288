#include "core/io/structure_files.h"

#include "core/io/surface/surface_file.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace trocar {
namespace {

namespace fs = std::filesystem;

/// The name before ".nii.gz", ".nrrd", ".stl" and so on; empty for a file that is neither image nor
/// surface.
std::string structureStem(const fs::path& path) {
  static constexpr std::array<std::string_view, 8> kEndings = {
      ".nii.gz", ".nii", ".seg.nrrd", ".nrrd", ".nhdr", ".mha", ".mhd", ".hdr"};
  const std::string name = path.filename().string();
  for (const std::string_view ending : kEndings) {
    if (name.size() > ending.size() && name.ends_with(ending) && name.front() != '.')
      return name.substr(0, name.size() - ending.size());
  }
  return isSurfaceFile(path) && name.front() != '.' ? path.stem().string() : std::string();
}

}  // namespace

std::vector<StructureFile> structureFilesIn(const fs::path& folder) {
  std::vector<StructureFile> files;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    const std::string stem = structureStem(entry.path());
    if (!stem.empty() && entry.is_regular_file(none))
      files.push_back({entry.path(), stem});
  }
  std::sort(
      files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

}  // namespace trocar
