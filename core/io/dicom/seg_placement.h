#pragma once

#include "core/grid.h"
#include "core/io/dicom/dicom_image.h"

#include <cstddef>
#include <vector>

namespace trocar {

/// Where the pixels of one frame lie in the array of a grid.
struct FramePlace {
  std::ptrdiff_t first = 0;         ///< Of the first pixel.
  std::ptrdiff_t alongColumns = 1;  ///< From one column to the next.
  std::ptrdiff_t alongRows = 0;

  std::size_t voxel(std::size_t row, std::size_t column) const {
    return static_cast<std::size_t>(first + static_cast<std::ptrdiff_t>(row) * alongRows +
                                    static_cast<std::ptrdiff_t>(column) * alongColumns);
  }
};

/// The grid of all frames, and the place of each.
struct SegPlacement {
  Grid grid;
  std::vector<FramePlace> frames;
};

/// Frames are sparse: those without a voxel are left out. Where they lie on voxels of the CT, the
/// grid is the CT's. Elsewhere its step is the first of these of which their places are multiples:
/// the one that the file states (0 where it does not), the CT's, their thickness, the smallest
/// between two; and the grid goes on by a voxel wherever the CT does, so that its border is the
/// CT's. Throws Error, naming the file, where the frames are too far apart to be one volume.
SegPlacement placementOf(const DicomImage& image, double statedStepMm, const Grid* ct);

}  // namespace trocar
