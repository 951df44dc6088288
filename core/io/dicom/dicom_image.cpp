#include "core/io/dicom/dicom_image.h"

#include "core/io/dicom/dataset.h"
#include "core/io/quiet.h"

#include <Eigen/Geometry>

#include <algorithm>

namespace trocar {
namespace {

namespace fs = std::filesystem;

/// The group of attributes a frame shares with all others or has for itself; enhanced images only.
DcmItem* groupOf(DcmItem& dataset, unsigned long frame, const DcmTagKey& group) {
  if (DcmItem* own = itemOf(dataset, DCM_PerFrameFunctionalGroupsSequence, frame)) {
    if (DcmItem* found = itemOf(*own, group))
      return found;
  }
  DcmItem* shared = itemOf(dataset, DCM_SharedFunctionalGroupsSequence);
  return shared == nullptr ? nullptr : itemOf(*shared, group);
}

bool readPlace(DcmItem& position, DcmItem& orientation, DcmItem& measures, DicomFrame& frame) {
  const std::vector<double> point = numbersOf(position, DCM_ImagePositionPatient);
  const std::vector<double> axes = numbersOf(orientation, DCM_ImageOrientationPatient);
  const std::vector<double> spacing = numbersOf(measures, DCM_PixelSpacing);
  if (point.size() < 3 || axes.size() < 6 || spacing.size() < 2)
    return false;
  frame.positionMm = Vec3(point[0], point[1], point[2]);
  frame.alongRow = Vec3(axes[0], axes[1], axes[2]);
  frame.alongColumn = Vec3(axes[3], axes[4], axes[5]);
  frame.rowSpacingMm = spacing[0];
  frame.columnSpacingMm = spacing[1];
  const std::vector<double> thickness = numbersOf(measures, DCM_SliceThickness);
  frame.thicknessMm = thickness.empty() ? 0.0 : thickness[0];
  const bool finite =
      frame.positionMm.allFinite() && frame.alongRow.allFinite() && frame.alongColumn.allFinite();
  return finite && spacing[0] > 0.0 && spacing[1] > 0.0 &&
         frame.alongRow.cross(frame.alongColumn).norm() > 0.9;
}

void readRescale(DcmItem& item, DicomFrame& frame) {
  const std::vector<double> slope = numbersOf(item, DCM_RescaleSlope);
  const std::vector<double> intercept = numbersOf(item, DCM_RescaleIntercept);
  if (!slope.empty() && slope[0] != 0.0)
    frame.slope = slope[0];
  if (!intercept.empty())
    frame.intercept = intercept[0];
}

std::vector<DicomFrame> framesOf(DcmItem& dataset) {
  std::vector<DicomFrame> frames;
  DicomFrame frame;
  if (readPlace(dataset, dataset, dataset, frame)) {
    readRescale(dataset, frame);
    frames.push_back(frame);
    return frames;
  }
  const unsigned long count = itemCount(dataset, DCM_PerFrameFunctionalGroupsSequence);
  for (unsigned long n = 0; n < count; ++n) {
    DcmItem* position = groupOf(dataset, n, DCM_PlanePositionSequence);
    DcmItem* orientation = groupOf(dataset, n, DCM_PlaneOrientationSequence);
    DcmItem* measures = groupOf(dataset, n, DCM_PixelMeasuresSequence);
    frame = {};
    if (!position || !orientation || !measures ||
        !readPlace(*position, *orientation, *measures, frame))
      return {};
    if (DcmItem* values = groupOf(dataset, n, DCM_PixelValueTransformationSequence))
      readRescale(*values, frame);
    frames.push_back(frame);
  }
  return frames;
}

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
      UID_JPEG2000LosslessOnlyTransferSyntax};
  return textOf(dataset, DCM_LossyImageCompression) == "01" ||
         std::find(kLossless.begin(), kLossless.end(), transferSyntax) == kLossless.end();
}

void readPixelFormat(DcmItem& dataset, DicomImage& image) {
  image.rows = wholeOf(dataset, DCM_Rows, 0);
  image.columns = wholeOf(dataset, DCM_Columns, 0);
  image.samplesPerPixel = wholeOf(dataset, DCM_SamplesPerPixel, 1);
  image.bitsAllocated = wholeOf(dataset, DCM_BitsAllocated, 16);
  image.bitsStored = wholeOf(dataset, DCM_BitsStored, image.bitsAllocated);
  image.highBit = wholeOf(dataset, DCM_HighBit, image.bitsStored - 1);
  image.isSigned = wholeOf(dataset, DCM_PixelRepresentation, 0) == 1;
  image.hasPixels = dataset.tagExists(DCM_PixelData) && image.rows > 0 && image.columns > 0;
}

}  // namespace

std::optional<DicomImage> readDicomImage(const fs::path& path) {
  const Quiet quiet;
  bool complete = false;
  const std::unique_ptr<DcmFileFormat> file =
      looksLikeDicom(path) ? openDicom(path, complete) : nullptr;
  if (!file)
    return std::nullopt;
  DcmDataset& dataset = *file->getDataset();
  DicomImage image;
  image.path = path;
  image.damaged = !complete;
  image.sopClassUid = textOf(dataset, DCM_SOPClassUID);
  if (image.sopClassUid.empty() && file->getMetaInfo() != nullptr)
    image.sopClassUid = textOf(*file->getMetaInfo(), DCM_MediaStorageSOPClassUID);
  image.sopInstanceUid = textOf(dataset, DCM_SOPInstanceUID);
  image.studyUid = textOf(dataset, DCM_StudyInstanceUID);
  image.seriesUid = textOf(dataset, DCM_SeriesInstanceUID);
  image.frameOfReferenceUid = textOf(dataset, DCM_FrameOfReferenceUID);
  image.modality = textOf(dataset, DCM_Modality);
  if (file->getMetaInfo() != nullptr)
    image.transferSyntaxUid = textOf(*file->getMetaInfo(), DCM_TransferSyntaxUID);
  if (image.transferSyntaxUid.empty())
    image.transferSyntaxUid = DcmXfer(dataset.getOriginalXfer()).getXferID();
  image.patientPosition = textOf(dataset, DCM_PatientPosition);
  image.acquisition = wholeOf(dataset, DCM_AcquisitionNumber, 0);
  readPixelFormat(dataset, image);
  image.lossy = isLossy(dataset, image.transferSyntaxUid);
  image.frames = framesOf(dataset);
  return image;
}

bool isCt(const DicomImage& image) {
  static const std::vector<std::string> kClasses = {
      UID_CTImageStorage, UID_EnhancedCTImageStorage, UID_LegacyConvertedEnhancedCTImageStorage};
  return image.modality == "CT" &&
         std::find(kClasses.begin(), kClasses.end(), image.sopClassUid) != kClasses.end();
}

bool isSegmentation(const DicomImage& image) {
  return image.modality == "SEG" || image.sopClassUid == UID_SegmentationStorage ||
         image.sopClassUid == "1.2.840.10008.5.1.4.1.1.66.7";  // Label Map Segmentation Storage.
}

}  // namespace trocar
