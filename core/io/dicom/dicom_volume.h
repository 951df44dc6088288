#pragma once

#include "core/io/dicom/dicom_folder.h"

#include <Eigen/Dense>

#include <vector>

namespace trocar {

/// A volume and the frames it was made of, in the order of the normal.
struct StackVolume {
  Volume ct;
  std::vector<SliceRange> madeUp;  ///< As Case::madeUp.
  std::vector<FrameRef> frames;
};

/// Frames of one size and direction, each place once, in HU. Slices that are not evenly spaced are
/// interpolated onto an even grid, slices that do not lie above each other are put straight; both
/// leave a remark. Throws Error or Doubt, naming the file, where frames cannot be decoded, lie
/// where none can lie, or leave large gaps.
StackVolume volumeOf(std::vector<FrameRef> frames,
                     const ImportChoices& choices,
                     std::vector<Remark>& remarks,
                     const Progress& progress);

/// "image 13 at z -76.0 mm".
std::string frameText(const FrameRef& frame);
/// "z -76.0 mm": the coordinate that changes most from slice to slice.
std::string placeText(const Vec3& pointMm, const Vec3& normal);

}  // namespace trocar
