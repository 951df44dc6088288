#pragma once

#include "core/image.h"
#include "core/progress.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace trocar {

/// Images of one acquisition of one patient, as found in a folder: what a person chooses a CT by.
struct SeriesOffer {
  std::string key;          ///< ImportChoices::series: the series UID, with "#2" for a second part of it.
  std::string description;  ///< As the scanner's user named it; may be empty.
  std::string modality;     ///< "CT", "MR", ..
  std::string kernel;       ///< Convolution kernel; may be empty.
  std::string patient;      ///< Name and number, to be shown and never stored.
  double thicknessMm = 0.0;  ///< 0 where unknown.
  int slices = 0;
  std::size_t pixels = 0;
  std::string whyNot;  ///< Why it cannot be planned on, a sentence; empty where it can.
};

/// Looks through a DICOM folder, subfolders included, or, for a DICOM file, the folder that it lies
/// in (without subfolders). First comes the offer that the file belongs to, for a folder the one that
/// would be taken unasked; then usable ones by size, then the others. Empty where there is no DICOM
/// image.
std::vector<SeriesOffer> offeredSeries(const std::filesystem::path& path, const Progress& = {});

/// The middle slice of an offer in HU, as a volume of one slice. Throws Error where it cannot be
/// decoded.
Volume middleSlice(const std::filesystem::path& path, const std::string& seriesKey);

}  // namespace trocar
