#pragma once

#include "core/io/dicom/dicom_folder.h"

namespace trocar {

/// The images as parts that can each form a volume, in no particular order; those of one series
/// have one key.
std::vector<SeriesPart> partsOf(const std::vector<DicomImage>& images);

/// Position along the normal of a reference frame's plane.
double alongMm(const DicomFrame& frame, const DicomFrame& reference);

/// Frames of one size and direction, parted where several of them share a place and differ in what
/// the file says of them; the first few that still share one are left out.
std::vector<SeriesPart> partedByPlace(SeriesPart whole);

}  // namespace trocar
