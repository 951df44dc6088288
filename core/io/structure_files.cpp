#include "core/io/structure_files.h"

#include "core/error.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace trocar {
namespace {

namespace fs = std::filesystem;

/// The name before ".nii.gz", ".nrrd" and so on; empty for a file that is no image.
std::string imageStem(const fs::path& path) {
  static constexpr std::array<std::string_view, 8> kEndings = {
      ".nii.gz", ".nii", ".seg.nrrd", ".nrrd", ".nhdr", ".mha", ".mhd", ".hdr"};
  const std::string name = path.filename().string();
  for (const std::string_view ending : kEndings) {
    if (name.size() > ending.size() && name.ends_with(ending) && name.front() != '.')
      return name.substr(0, name.size() - ending.size());
  }
  return {};
}

}  // namespace

std::vector<StructureFile> structureFilesIn(const fs::path& folder) {
  std::vector<StructureFile> files;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    const std::string stem = imageStem(entry.path());
    if (!stem.empty() && entry.is_regular_file(none))
      files.push_back({entry.path(), stem});
  }
  std::sort(
      files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  if (files.empty())
    throw Error("Cannot read the labels " + folder.string() +
                ": the folder holds no NIfTI, NRRD or MHA file; give a label file, or a folder of "
                "one file per structure.");
  return files;
}

}  // namespace trocar
