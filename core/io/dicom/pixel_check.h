#pragma once

#include "core/io/dicom/dicom_image.h"

#include <string>

namespace trocar {

/// Why the pixels of an image cannot be those that its header describes, as far as the header and
/// their length tell; else empty.
std::string flawOfPixels(const DicomImage& image, bool headerComplete);

}  // namespace trocar
