#pragma once

#include "core/labels/label_file.h"

#include <filesystem>
#include <vector>

namespace trocar {

/// What a closed surface encloses, on the voxels of `ct`, as the structure that the name of its
/// file says; without a meaning where it says none. Throws Error and Doubt, as readSurfaceFile and
/// placedPoints, and Doubt where it is not closed.
labels::LabelLayer readSurfaceLabels(const std::filesystem::path& path,
                                     const Grid& ct,
                                     const ImportChoices& choices,
                                     std::vector<Remark>& remarks,
                                     const Progress& = {});

}  // namespace trocar
