#pragma once

#include "core/image.h"
#include "core/progress.h"

#include <filesystem>

namespace trocar {

/// Voxels as an NRRD file that other programs open too: a CT raw, labels deflated. The header's
/// grid is for them; Trocar keeps the exact one in case.json and hands it in. Flushed to the disk
/// when written; throws Error naming the file otherwise.
void writeVoxels(const std::filesystem::path& path, const Volume& volume, const Progress& progress);
void writeVoxels(const std::filesystem::path& path,
                 const LabelMap& labels,
                 const Progress& progress);

/// Only files of writeVoxels. Throws Error where the file is damaged or does not hold the grid's
/// voxels.
Volume readVolume(const std::filesystem::path& path, const Grid& grid, const Progress& progress);
LabelMap readLabelMap(const std::filesystem::path& path,
                      const Grid& grid,
                      const Progress& progress);

}  // namespace trocar
