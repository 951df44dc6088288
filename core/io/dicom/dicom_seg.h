#pragma once

#include "core/labels/label_file.h"

#include <filesystem>
#include <vector>

namespace trocar {

/// A DICOM segmentation: BINARY, FRACTIONAL (from half on) or LABELMAP. Segments that overlap come
/// in several layers. Frames lie on the slices of `ct` where they coincide with them. Compressed
/// ones are decoded by trocar_decoder, so that an odd file cannot end the process. Throws Error for
/// anything else.
std::vector<labels::LabelLayer> readDicomSegmentation(const std::filesystem::path& path,
                                                      const Grid* ct = nullptr,
                                                      const Progress& progress = {});

}  // namespace trocar
