#pragma once

#include "core/io/dicom/pixel_place.h"
#include "core/vec3.h"

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace trocar {

/// What may tell frames of one place apart: phases, kernels, kinds of image.
enum class FrameMark {
  Kernel,
  ImageType,
  KiloVolts,
  TemporalPosition,
  TriggerTime,
  Stack,
  Acquisition,
  AcquisitionTime,
  Description,
  Thickness,
  Folder
};
inline constexpr std::size_t kFrameMarks = 11;
/// "ConvolutionKernel".
const char* nameOf(FrameMark mark);

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
  bool statesIntercept = false;
  std::string rescaleType;                     ///< "HU"; empty where the file does not say.
  std::array<std::string, kFrameMarks> marks;  ///< As FrameMark.

  const std::string& mark(FrameMark which) const { return marks[static_cast<std::size_t>(which)]; }
};

/// What the header of a DICOM file says about its image.
struct DicomImage {
  std::filesystem::path path;
  std::string sopClassUid;
  std::string sopInstanceUid;
  std::string studyUid;
  std::string seriesUid;
  std::string frameOfReferenceUid;
  std::string modality;
  std::string imageType;
  std::string transferSyntaxUid;
  std::string patientPosition;  ///< Such as "HFS"; may be empty.
  std::string patient;          ///< Name and ID: to be compared and shown, never to be kept.
  std::string seriesDescription;
  std::string seriesNumber;
  double instance = 0.0;
  std::optional<double> gantryTiltDegrees;
  int rows = 0;
  int columns = 0;
  int samplesPerPixel = 1;
  int bitsAllocated = 16;
  int bitsStored = 16;
  int highBit = 15;
  bool isSigned = false;
  /// Stored numbers that stand for no measurement (PixelPaddingValue to PixelPaddingRangeLimit).
  std::optional<std::array<int, 2>> padding;
  bool lossy = false;
  bool hasPixels = false;
  bool damaged = false;              ///< The file ends early or cannot be parsed to its end.
  std::optional<PixelPlace> pixels;  ///< Unknown where the whole data set is deflated.
  /// Why the image cannot be a slice of a volume, "its .. is ..", with tag and value; else empty.
  std::string problem;
  std::vector<DicomFrame> frames;  ///< Empty where the file does not say where the image lies.
};

/// The header, without decoding pixels; nullopt for a file that is not DICOM. Never throws for odd
/// files.
std::optional<DicomImage> readDicomImage(const std::filesystem::path& path);

/// Whose image it is, for comparing: names that differ in capitals, spaces and empty parts alone
/// are one person's.
std::string patientKey(const DicomImage& image);

bool isSegmentation(const DicomImage& image);
/// Cone-beam: rotational angiography and dental volumes, whose numbers no scanner calibrates.
enum class ImageKind { Ct, ConeBeam, Capture, Other };
ImageKind kindOf(const DicomImage& image);
/// "MR", "SEG", "Secondary Capture", ..
std::string kindWord(const DicomImage& image);

/// Whether pixels are plain numbers in the file, which need no library.
bool hasPlainPixels(const DicomImage& image);
/// Of plain pixels: the most significant byte comes first.
bool hasBigEndianPixels(const DicomImage& image);

}  // namespace trocar
