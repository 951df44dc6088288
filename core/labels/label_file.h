#pragma once

#include "core/image.h"
#include "core/import.h"
#include "core/label_extents.h"
#include "core/labels/meaning.h"

#include <filesystem>
#include <map>
#include <utility>
#include <vector>

namespace trocar::labels {

/// By label value.
using Extents = std::map<std::uint16_t, LabelExtent>;

/// A label map and what its file says the values mean; no meanings where it says nothing.
struct LabelLayer {
  LabelLayer(LabelMap map, LabelMeanings said = {}, bool listsSegments = false)
      : labels(std::move(map)),
        meanings(std::move(said)),
        extents(labelExtents(labels)),
        segments(listsSegments) {}

  LabelMap labels;
  LabelMeanings meanings;
  Extents extents;  ///< Of the values that occur.
  bool segments;    ///< The meanings are those of the file's segments, empty ones too.
};

/// NIfTI (with the label table some programs add), NRRD, MHA, Slicer's .seg.nrrd with overlapping
/// layers, DICOM SEG, whose frames are put on the slices of `ct` where they lie on them, and RT
/// structure sets, which need a `ct`. `remarks` are on the file's header and its contours. Throws
/// Error for anything else, and doubts.
std::vector<LabelLayer> readLabelFile(const std::filesystem::path& path,
                                      const ImportChoices& choices,
                                      std::vector<Remark>& remarks,
                                      const Grid* ct = nullptr,
                                      const Progress& = {});
std::vector<LabelLayer> readLabelFile(const std::filesystem::path& path);

/// The segments of a file that no voxel carries, by name.
std::vector<std::string> emptySegments(const std::vector<LabelLayer>& layers);

}  // namespace trocar::labels
