#pragma once

#include "core/image.h"

#include <filesystem>
#include <functional>

namespace trocar {

/// Writes an image as NIfTI-1 (.nii), atomically; other programs find it where it lies in the
/// patient.
void writeNifti(const std::filesystem::path& path, const Image<float>& image);
void writeNifti(const std::filesystem::path& path, const Volume& image);

/// Frames over time as one four-dimensional NIfTI-1 in 16 bits of 1/64 of the unit: what `frame`
/// gives for 0 to `count` - 1, all on `grid`.
void writeNiftiSeries(const std::filesystem::path& path,
                      const Grid& grid,
                      int count,
                      double secondsApart,
                      const std::function<Image<float>(int)>& frame);

}  // namespace trocar
