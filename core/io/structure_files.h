#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace trocar {

/// An image or a surface whose name says which structure it holds: "vertebrae_L3" of
/// "vertebrae_L3.nii.gz".
struct StructureFile {
  std::filesystem::path path;
  std::string stem;
};

/// The NIfTI, NRRD and MHA images and the surfaces of a folder by their names, hidden ones left
/// out.
std::vector<StructureFile> structureFilesIn(const std::filesystem::path& folder);

}  // namespace trocar
