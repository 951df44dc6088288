#pragma once

#include "core/vec3.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace trocar {

/// Where one frame of an image lies and what its stored numbers mean.
struct DicomFrame {
  Vec3 positionMm = Vec3::Zero();  ///< Centre of the first pixel.
  Vec3 alongRow = Vec3::Zero();    ///< Direction of growing column index.
  Vec3 alongColumn = Vec3::Zero();
  double columnSpacingMm = 0.0;  ///< From one column to the next.
  double rowSpacingMm = 0.0;
  double thicknessMm = 0.0;  ///< 0 where unknown.
  double slope = 1.0;
  double intercept = 0.0;
};

/// What the header of a DICOM file says about its image. No names, no dates: they stay in the file.
struct DicomImage {
  std::filesystem::path path;
  std::string sopClassUid;
  std::string sopInstanceUid;
  std::string studyUid;
  std::string seriesUid;
  std::string frameOfReferenceUid;
  std::string modality;
  std::string transferSyntaxUid;
  std::string patientPosition;  ///< Such as "HFS"; may be empty.
  int acquisition = 0;
  int rows = 0;
  int columns = 0;
  int samplesPerPixel = 1;
  int bitsAllocated = 16;
  int bitsStored = 16;
  int highBit = 15;
  bool isSigned = false;
  bool lossy = false;
  bool hasPixels = false;
  bool damaged = false;            ///< The file ends early or cannot be parsed to its end.
  std::vector<DicomFrame> frames;  ///< Empty where the file does not say where the image lies.
};

/// The header, without decoding pixels; nullopt for a file that is not DICOM. Never throws for odd
/// files.
std::optional<DicomImage> readDicomImage(const std::filesystem::path& path);

bool isCt(const DicomImage& image);
bool isSegmentation(const DicomImage& image);

/// The stored values of all frames, one after the other, as signed numbers. Throws Error, naming
/// the file, where they cannot be decoded.
std::vector<std::int32_t> storedValues(const DicomImage& image);

}  // namespace trocar
