#pragma once

#include "core/io/dicom/dicom_folder.h"

#include <cstdint>
#include <string>
#include <vector>

namespace trocar {

/// The pixels of frames in HU.
struct DecodedFrames {
  std::vector<std::int16_t> hu;       ///< Frame after frame, rows of columns.
  std::vector<std::string> failures;  ///< Of each frame, "its .. is .."; empty where it was read.
  std::size_t clipped = 0;            ///< Pixels beyond what 16 bits hold.
  std::size_t paddedAsAir = 0;        ///< Padding that would be tissue or bone, around the field.
};

/// Of frames of one size: plain pixels straight from the files, compressed ones through the
/// decoder.
DecodedFrames decodedFrames(const std::vector<FrameRef>& frames, const Progress& progress);

}  // namespace trocar
