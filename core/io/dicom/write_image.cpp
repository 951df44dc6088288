// Images and documents in DICOM: the derived CT, secondary captures, encapsulated PDF.
#include "core/io/dicom/dicom_writer.h"

namespace trocar {
namespace {

std::string positionWord(PatientPosition position) {
  switch (position) {
    case PatientPosition::Prone:
      return "HFP";
    case PatientPosition::LateralLeft:
      return "HFDL";
    case PatientPosition::LateralRight:
      return "HFDR";
    case PatientPosition::Supine:
      return "HFS";
    default:
      return "";  // Unknown: of type 2, which may be empty.
  }
}

constexpr const char* kNotForDiagnosis =
    "Rehearsal and teaching only: not for diagnosis, not a medical device.";

void putPixels(DcmItem& dataset, const void* bytes, std::size_t count) {
  std::vector<std::uint8_t> even(static_cast<const std::uint8_t*>(bytes),
                                 static_cast<const std::uint8_t*>(bytes) + count);
  even.resize(count + count % 2);
  dataset.putAndInsertUint8Array(
      DCM_PixelData, even.data(), static_cast<unsigned long>(even.size()));
}

void putAcquisition(DcmItem& dataset) {
  for (const DcmTagKey& empty : {DCM_AcquisitionNumber, DCM_KVP, DCM_InstanceCreationDate})
    putText(dataset, empty, "");
}

}  // namespace

std::string derivedCtImage(const Case& patient,
                           const DicomOrigin& origin,
                           const DicomStamp& stamp,
                           int k) {
  const Grid& grid = patient.ct.grid();
  DcmFileFormat file;
  DcmDataset& dataset = *file.getDataset();
  const auto slice = static_cast<std::size_t>(k);
  const DicomOrigin::Image& image = origin.images[slice];
  putHeader(dataset,
            UID_CTImageStorage,
            image.sopInstanceUid,
            {"CT", origin.seriesUid, "CT as Trocar read it", 1},
            origin,
            stamp);
  putFrameOfReference(dataset, origin);
  putText(dataset, DCM_Laterality, "");
  putText(dataset, DCM_ImageType, "DERIVED\\SECONDARY\\AXIAL");
  putText(dataset, DCM_PatientPosition, positionWord(patient.position));
  putText(dataset, DCM_InstanceNumber, std::to_string(k + 1));
  putAcquisition(dataset);
  putSpacing(dataset, grid);
  putNumbers(dataset, DCM_ImageOrientationPatient, orientationOf(grid));
  putNumbers(dataset, DCM_ImagePositionPatient, positionOf(grid, k));
  putPixelShape(dataset, grid.size()[1], grid.size()[0], 1, 16);
  putWords(dataset, DCM_PixelRepresentation, {1});
  putNumbers(dataset, DCM_RescaleIntercept, {0.0});
  putNumbers(dataset, DCM_RescaleSlope, {1.0});
  putText(dataset, DCM_RescaleType, "HU");
  const std::size_t plane =
      static_cast<std::size_t>(grid.size()[0]) * static_cast<std::size_t>(grid.size()[1]);
  dataset.putAndInsertUint16Array(
      DCM_PixelData,
      reinterpret_cast<const Uint16*>(patient.ct.data() + slice * plane),
      static_cast<unsigned long>(plane));
  return fileBytes(file);
}

std::string dicomCapture(const std::vector<DicomPicture>& frames,
                         const std::string& caption,
                         int number,
                         const DicomOrigin& origin,
                         const DicomStamp& stamp) {
  const bool several = frames.size() > 1;
  const std::string seed = stamp.content + " capture";
  DcmFileFormat file;
  DcmDataset& dataset = *file.getDataset();
  putHeader(dataset,
            several ? UID_MultiframeTrueColorSecondaryCaptureImageStorage
                    : UID_SecondaryCaptureImageStorage,
            uidFrom(seed + " " + std::to_string(number) + " of " + std::to_string(frames.size())),
            {"OT", uidFrom(seed), "Plan: pictures", 902},
            origin,
            stamp);
  putText(dataset, DCM_ConversionType, "WSD");
  putText(dataset, DCM_Laterality, "");
  putText(dataset, DCM_ImageType, "DERIVED\\SECONDARY");
  putText(dataset, DCM_InstanceNumber, std::to_string(number));
  putText(dataset, DCM_PatientOrientation, "");
  putText(dataset, DCM_BurnedInAnnotation, "NO");
  putText(dataset, DCM_ImageComments, cut(caption + " · " + kNotForDiagnosis, 1000));
  putPixelShape(dataset, frames.front().heightPx, frames.front().widthPx, 3, 8);
  putWords(dataset, DCM_PixelRepresentation, {0});
  if (several) {
    putText(dataset, DCM_NumberOfFrames, std::to_string(frames.size()));
    dataset.putAndInsertTagKey(DCM_FrameIncrementPointer, DCM_PageNumberVector);
    std::vector<double> pages;
    for (std::size_t n = 1; n <= frames.size(); ++n)
      pages.push_back(static_cast<double>(n));
    putNumbers(dataset, DCM_PageNumberVector, pages);
  }
  std::vector<std::uint8_t> pixels;
  for (const DicomPicture& frame : frames)
    pixels.insert(pixels.end(), frame.rgb.begin(), frame.rgb.end());
  putPixels(dataset, pixels.data(), pixels.size());
  return fileBytes(file);
}

std::string dicomPdf(const std::string& pdf,
                     const std::string& title,
                     const DicomOrigin& origin,
                     const DicomStamp& stamp) {
  const std::string seed = stamp.content + " pdf";
  DcmFileFormat file;
  DcmDataset& dataset = *file.getDataset();
  putHeader(dataset,
            UID_EncapsulatedPDFStorage,
            uidFrom(seed + " 1"),
            {"DOC", uidFrom(seed), "Plan: report", 903},
            origin,
            stamp);
  putText(dataset, DCM_ConversionType, "WSD");
  putText(dataset, DCM_InstanceNumber, "1");
  putText(dataset, DCM_AcquisitionDateTime, "");
  putText(dataset, DCM_BurnedInAnnotation, "YES");  // The report's heading may be anything.
  putText(dataset, DCM_DocumentTitle, cut(title, 1000));
  dataset.insertEmptyElement(DCM_ConceptNameCodeSequence);
  putText(dataset, DCM_MIMETypeOfEncapsulatedDocument, "application/pdf");
  std::vector<std::uint8_t> bytes(pdf.begin(), pdf.end());
  bytes.resize(bytes.size() + bytes.size() % 2);
  dataset.putAndInsertUint8Array(
      DCM_EncapsulatedDocument, bytes.data(), static_cast<unsigned long>(bytes.size()));
  return fileBytes(file);
}

}  // namespace trocar
