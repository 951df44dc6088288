#pragma once

#include "core/io/dicom/dicom_image.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

namespace trocar {

/// Where the frames of a data set lie and how they are scaled. Throws Error, "its .. is ..", for a
/// number that is none and where it does not say.
std::vector<DicomFrame> framesOf(DcmItem& dataset);

}  // namespace trocar
