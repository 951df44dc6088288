#pragma once

#include "core/labels/contour_fill.h"
#include "core/progress.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace trocar {

/// A region of interest of an RT structure set.
struct RtRoi {
  int number = 0;
  std::string name;  ///< "ROI 7" where the file gives none.
  std::string type;  ///< RTROIInterpretedType, such as "GTV"; empty where it has none.
  std::vector<labels::ClosedContour> contours = {};  ///< In patient mm.
  std::size_t open = 0;      ///< Points and open lines, which hold no voxel.
  std::size_t repeated = 0;  ///< Contours that were there already, corner by corner.
};

/// "ROI 7 "GTV"".
std::string labelOf(const RtRoi& roi);

/// The ROIs of a structure set in their order, those without contours too. Throws Error, a clause
/// without the file's name, where one is damaged or contradicts another, and Cancelled.
std::vector<RtRoi> readRtRois(const std::filesystem::path& path, const Progress& progress);

}  // namespace trocar
