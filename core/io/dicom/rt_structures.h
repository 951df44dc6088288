#pragma once

#include "core/import.h"
#include "core/labels/label_file.h"

#include <filesystem>
#include <vector>

namespace trocar {

/// Whether a DICOM file is an RT structure set, by its class or its modality.
bool isStructureSet(const std::filesystem::path& path);

/// The closed contours of an RT structure set as voxels of `ct`, values in the order of its ROIs;
/// those that overlap come in several layers. Names and interpreted types say what an ROI is: an
/// EXTERNAL is the skin and a GTV a lesion where the name says nothing better, targets and helpers
/// of a radiotherapy plan are planned. Remarks tell what was left out: points and open lines,
/// contours oblique to all axes of the CT, gaps between planes. Throws Error, naming file, ROI, tag
/// and value, where one is damaged or contradicts another, or nothing is left, and the Doubt
/// "labels-outside-ct".
std::vector<labels::LabelLayer> readRtStructures(const std::filesystem::path& path,
                                                 const Grid& ct,
                                                 const ImportChoices& choices,
                                                 std::vector<Remark>& remarks,
                                                 const Progress& progress = {});

}  // namespace trocar
