#pragma once

#include "core/image.h"
#include "core/import.h"
#include "core/labels/meaning.h"

#include <filesystem>
#include <vector>

namespace trocar::labels {

/// A label map and what its file says the values mean; no meanings where it says nothing.
struct LabelLayer {
  LabelMap labels;
  LabelMeanings meanings;
};

/// NIfTI (with the label table some programs add), NRRD, MHA, Slicer's .seg.nrrd with overlapping
/// layers, DICOM SEG. `remarks` are on the file's header. Throws Error for anything else.
std::vector<LabelLayer> readLabelFile(const std::filesystem::path& path,
                                      const ImportChoices& choices,
                                      std::vector<Remark>& remarks);
std::vector<LabelLayer> readLabelFile(const std::filesystem::path& path);

}  // namespace trocar::labels
