#pragma once

#include "core/labels/label_file.h"

#include <filesystem>
#include <vector>

namespace trocar {

/// A DICOM segmentation: BINARY, FRACTIONAL (from half on) or LABELMAP. Segments that overlap come
/// in several layers. Frames lie on the slices of `ct` where they coincide with them. Read from the
/// data set alone, so that an odd file cannot end the process. Throws Error for anything else.
std::vector<labels::LabelLayer> readDicomSegmentation(const std::filesystem::path& path,
                                                      const Grid* ct = nullptr);

}  // namespace trocar
