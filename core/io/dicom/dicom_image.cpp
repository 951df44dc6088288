#include "core/io/dicom/dicom_image.h"

#include "core/error.h"
#include "core/io/dicom/dataset.h"
#include "core/io/dicom/dicom_numbers.h"
#include "core/io/dicom/frame_places.h"
#include "core/io/dicom/pixel_check.h"

#include <algorithm>
#include <dcmtk/dcmdata/dcspchrs.h>

namespace trocar {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPrivateGeTransferSyntax = "1.2.840.113619.5.2";  ///< Big-endian pixels only.

bool isLossy(DcmItem& dataset, const std::string& transferSyntax) {
  static const std::vector<std::string> kLossless = {
      UID_LittleEndianImplicitTransferSyntax,
      UID_LittleEndianExplicitTransferSyntax,
      UID_BigEndianExplicitTransferSyntax,
      UID_DeflatedExplicitVRLittleEndianTransferSyntax,
      UID_RLELosslessTransferSyntax,
      UID_JPEGProcess14TransferSyntax,
      UID_JPEGProcess14SV1TransferSyntax,
      UID_JPEGLSLosslessTransferSyntax,
      UID_JPEG2000LosslessOnlyTransferSyntax,
      kPrivateGeTransferSyntax};
  return textOf(dataset, DCM_LossyImageCompression) == "01" ||
         std::find(kLossless.begin(), kLossless.end(), transferSyntax) == kLossless.end();
}

/// A number as pixels store it: a padding value may be written with the other sign.
int storedNumber(double number, const DicomImage& image) {
  constexpr double kRange = 65536.0;
  if (image.isSigned && number >= kRange / 2)
    number -= kRange;
  if (!image.isSigned && number < 0.0)
    number += kRange;
  return static_cast<int>(number);
}

void readPadding(DcmItem& dataset, DicomImage& image) {
  const std::vector<double> value = numbersOf(dataset, DCM_PixelPaddingValue);
  const std::vector<double> limit = numbersOf(dataset, DCM_PixelPaddingRangeLimit);
  if (value.empty())
    return;
  const int first = storedNumber(value[0], image);
  const int last = limit.empty() ? first : storedNumber(limit[0], image);
  image.padding = {std::min(first, last), std::max(first, last)};
}

void readPixelFormat(DcmItem& dataset, DicomImage& image) {
  image.rows = wholeOf(dataset, DCM_Rows, 0);
  image.columns = wholeOf(dataset, DCM_Columns, 0);
  image.samplesPerPixel = wholeOf(dataset, DCM_SamplesPerPixel, 1);
  image.bitsAllocated = wholeOf(dataset, DCM_BitsAllocated, 16);
  image.bitsStored = wholeOf(dataset, DCM_BitsStored, image.bitsAllocated);
  image.highBit = wholeOf(dataset, DCM_HighBit, image.bitsStored - 1);
  image.isSigned = wholeOf(dataset, DCM_PixelRepresentation, 0) == 1;
  readPadding(dataset, image);
}

/// A text in UTF-8, from the character set that the file names.
std::string readableText(DcmItem& dataset, const DcmTagKey& tag) {
  const std::string text = textOf(dataset, tag);
  const bool plain =
      std::all_of(text.begin(), text.end(), [](char c) { return c > '\x1A' && c < '\x7F'; });
  if (plain)
    return text;
  DcmSpecificCharacterSet converter;
  OFString readable;
  if (converter.selectCharacterSet(textOf(dataset, DCM_SpecificCharacterSet), "ISO_IR 192")
          .good() &&
      converter.convertString(text, readable, "\\^=").good())
    return readable.c_str();
  return {};
}

std::string patientIn(DcmItem& dataset) {
  const std::string name = readableText(dataset, DCM_PatientName);
  const std::string id = readableText(dataset, DCM_PatientID);
  return name + (name.empty() || id.empty() ? "" : ", ") + id;
}

void readIdentity(DcmFileFormat& file, DicomImage& image) {
  DcmDataset& dataset = *file.getDataset();
  DcmMetaInfo* meta = file.getMetaInfo();
  image.sopClassUid = textOf(dataset, DCM_SOPClassUID);
  if (image.sopClassUid.empty() && meta != nullptr)
    image.sopClassUid = textOf(*meta, DCM_MediaStorageSOPClassUID);
  image.sopInstanceUid = textOf(dataset, DCM_SOPInstanceUID);
  image.studyUid = textOf(dataset, DCM_StudyInstanceUID);
  image.seriesUid = textOf(dataset, DCM_SeriesInstanceUID);
  image.frameOfReferenceUid = textOf(dataset, DCM_FrameOfReferenceUID);
  image.modality = textOf(dataset, DCM_Modality);
  image.imageType = textOf(dataset, DCM_ImageType);
  if (meta != nullptr)
    image.transferSyntaxUid = textOf(*meta, DCM_TransferSyntaxUID);
  if (image.transferSyntaxUid.empty())
    image.transferSyntaxUid = DcmXfer(dataset.getOriginalXfer()).getXferID();
  image.patientPosition = textOf(dataset, DCM_PatientPosition);
  image.patient = patientIn(dataset);
  image.seriesDescription = readableText(dataset, DCM_SeriesDescription);
  image.seriesNumber = textOf(dataset, DCM_SeriesNumber);
  const std::vector<double> instance = numbersOf(dataset, DCM_InstanceNumber);
  image.instance = instance.empty() ? 0.0 : instance[0];
  const std::vector<double> tilt = numbersOf(dataset, DCM_GantryDetectorTilt);
  if (!tilt.empty())
    image.gantryTiltDegrees = tilt[0];
}

void readFrames(DcmItem& dataset, DicomImage& image) {
  try {
    image.frames = framesOf(dataset);
    for (DicomFrame& frame : image.frames) {
      frame.marks[static_cast<std::size_t>(FrameMark::Description)] = image.seriesDescription;
      frame.marks[static_cast<std::size_t>(FrameMark::Folder)] = image.path.parent_path().string();
    }
  } catch (const Error& error) {
    image.problem = error.what();
  }
}

}  // namespace

const char* nameOf(FrameMark mark) {
  static constexpr std::array<const char*, kFrameMarks> kNames = {"ConvolutionKernel",
                                                                  "ImageType",
                                                                  "KVP",
                                                                  "TemporalPositionIndex",
                                                                  "TriggerTime",
                                                                  "StackID",
                                                                  "AcquisitionNumber",
                                                                  "AcquisitionTime",
                                                                  "SeriesDescription",
                                                                  "SliceThickness",
                                                                  "folder"};
  return kNames[static_cast<std::size_t>(mark)];
}

std::optional<DicomImage> readDicomImage(const fs::path& path) {
  const DicomHeader header = looksLikeDicom(path) ? openDicomHeader(path) : DicomHeader();
  if (!header.file && !header.tooDeep)
    return std::nullopt;
  if (header.tooDeep) {
    DicomImage damaged;
    damaged.path = path;
    damaged.damaged = true;
    damaged.problem = "its sequences stand within each other hundreds deep";
    return damaged;
  }
  DcmDataset& dataset = *header.file->getDataset();
  DicomImage image;
  image.path = path;
  readIdentity(*header.file, image);
  readPixelFormat(dataset, image);
  image.lossy = isLossy(dataset, image.transferSyntaxUid);
  const bool bigEndian = image.transferSyntaxUid == UID_BigEndianExplicitTransferSyntax;
  const bool deflated = image.transferSyntaxUid == UID_DeflatedExplicitVRLittleEndianTransferSyntax;
  if (header.pixelsAt && !deflated)
    image.pixels = pixelPlaceAt(path, *header.pixelsAt, bigEndian);
  image.hasPixels = (image.pixels || deflated) && image.rows > 0 && image.columns > 0;
  image.damaged = !header.complete || (image.pixels && !image.pixels->complete);
  readFrames(dataset, image);
  if (std::string flaw = flawOfPixels(image, header.complete);
      image.problem.empty() || !header.complete)
    image.problem = flaw.empty() ? image.problem : std::move(flaw);
  return image;
}

std::string patientKey(const DicomImage& image) {
  std::string key;
  bool apart = false;
  for (const char letter : image.patient) {
    if (letter == '^' || letter == ' ') {
      apart = true;
      continue;
    }
    if (apart && !key.empty() && letter != ',')
      key += ' ';
    apart = false;
    key += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  }
  return key;
}

bool isSegmentation(const DicomImage& image) {
  return image.modality == "SEG" || image.sopClassUid == UID_SegmentationStorage ||
         image.sopClassUid == "1.2.840.10008.5.1.4.1.1.66.7";  // Label Map Segmentation Storage.
}

ImageKind kindOf(const DicomImage& image) {
  static const std::vector<std::string> kCt = {"",
                                               UID_CTImageStorage,
                                               UID_EnhancedCTImageStorage,
                                               UID_LegacyConvertedEnhancedCTImageStorage};
  static const std::vector<std::string> kXray = {"XA", "RF", "DX", "IO", "PX"};
  const auto holds = [](const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  if (holds(kCt, image.sopClassUid)) {
    if (image.modality == "CT" || (image.modality.empty() && !image.sopClassUid.empty()))
      return ImageKind::Ct;
    return holds(kXray, image.modality) && !image.sopClassUid.empty() ? ImageKind::ConeBeam
                                                                      : ImageKind::Other;
  }
  if (image.sopClassUid == UID_XRay3DAngiographicImageStorage ||
      image.sopClassUid == UID_XRay3DCraniofacialImageStorage)
    return ImageKind::ConeBeam;
  const bool capture = image.sopClassUid.starts_with(UID_SecondaryCaptureImageStorage);
  return capture && image.modality == "CT" ? ImageKind::Capture : ImageKind::Other;
}

std::string kindWord(const DicomImage& image) {
  if (isSegmentation(image))
    return "SEG";
  if (kindOf(image) == ImageKind::Capture)
    return "Secondary Capture";
  if (image.modality == "CT" && kindOf(image) == ImageKind::Other) {
    const char* name = dcmFindNameOfUID(image.sopClassUid.c_str());
    return name != nullptr ? name : "a class of images that is not known";
  }
  return image.modality.empty() ? "images that state no Modality (0008,0060)" : image.modality;
}

bool hasPlainPixels(const DicomImage& image) {
  static const std::vector<std::string> kPlain = {UID_LittleEndianImplicitTransferSyntax,
                                                  UID_LittleEndianExplicitTransferSyntax,
                                                  UID_BigEndianExplicitTransferSyntax,
                                                  kPrivateGeTransferSyntax};
  return image.pixels && !image.pixels->fragments &&
         std::find(kPlain.begin(), kPlain.end(), image.transferSyntaxUid) != kPlain.end();
}

bool hasBigEndianPixels(const DicomImage& image) {
  return image.transferSyntaxUid == UID_BigEndianExplicitTransferSyntax ||
         image.transferSyntaxUid == kPrivateGeTransferSyntax;
}

}  // namespace trocar
