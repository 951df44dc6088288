#pragma once

#include "core/image.h"
#include "core/progress.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace trocar {

struct DicomFolder;

/// A series that a DICOM folder holds, for a person to choose from.
struct SeriesOffer {
  std::string key;          ///< For ImportChoices::series.
  std::string description;  ///< Of the series, with what sets it apart from others of its UID.
  std::string kernel;
  std::string modality;
  std::string patient;  ///< Name and ID: to be shown, never to be kept.
  std::string whyNot;   ///< Empty where it can be read; else why not, in words.
  double thicknessMm = 0.0;
  int slices = 0;
  std::size_t pixels = 0;
  std::filesystem::path middleFile;  ///< Holds the middle slice.
  std::size_t middleFrame = 0;       ///< Which of its frames that is, from 0.
};

/// The headers of all images of a DICOM folder or file, read once for offers and for readCt.
std::shared_ptr<const DicomFolder> readHeaders(const std::filesystem::path& path,
                                               const Progress& = {});

/// What a folder or file holds, what would be taken first before the others, what cannot be used
/// last. Empty where there is no DICOM image.
std::vector<SeriesOffer> offeredSeries(const DicomFolder& headers);
std::vector<SeriesOffer> offeredSeries(const std::filesystem::path& path, const Progress& = {});

/// The middle slice of an offer in HU, as a volume of one slice. Throws Error where it cannot be
/// decoded.
Volume middleSlice(const SeriesOffer& offer);

}  // namespace trocar
