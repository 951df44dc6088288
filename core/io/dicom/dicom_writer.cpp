#include "core/io/dicom/dicom_writer.h"

#include "core/assets.h"
#include "core/error.h"
#include "core/io/dicom/dataset.h"

#include <array>
#include <cstdio>
#include <dcmtk/dcmdata/dcostrmb.h>

namespace trocar {
namespace {

constexpr const char* kMaker = "Trocar";

void require(const OFCondition& condition, const DcmTagKey& tag) {
  if (condition.bad())
    throw Error("Cannot make the DICOM object: " + std::string(tag.toString().c_str()) + " " +
                condition.text() + "; report this plan.");
}

void putPatient(DcmItem& dataset) {
  for (const DcmTagKey& empty :
       {DCM_PatientName, DCM_PatientID, DCM_PatientBirthDate, DCM_PatientSex})
    putText(dataset, empty, "");
}

}  // namespace

std::string decimalString(double number) {
  std::array<char, 40> text{};
  for (int digits = 12; digits > 5; --digits) {
    const int length = std::snprintf(text.data(), text.size(), "%.*g", digits, number + 0.0);
    if (length <= 16)
      break;
  }
  return text.data();
}

void putText(DcmItem& item, const DcmTagKey& tag, const std::string& text) {
  require(item.putAndInsertString(tag, text.c_str()), tag);
}

void putNumbers(DcmItem& item, const DcmTagKey& tag, const std::vector<double>& numbers) {
  std::string text;
  for (const double number : numbers)
    text += (text.empty() ? "" : "\\") + decimalString(number);
  putText(item, tag, text);
}

void putWords(DcmItem& item, const DcmTagKey& tag, const std::vector<std::uint16_t>& words) {
  require(item.putAndInsertUint16Array(tag, words.data(), static_cast<unsigned long>(words.size())),
          tag);
}

DcmItem& addItem(DcmItem& item, const DcmTagKey& sequence) {
  DcmItem* added = nullptr;
  require(item.findOrCreateSequenceItem(sequence, added, -2), sequence);
  return *added;
}

std::string cut(const std::string& text, std::size_t most) {
  std::size_t characters = 0;
  std::string out;
  for (const char c : text) {
    const bool continues = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
    if (!continues && ++characters > most)
      break;
    out += c == '\\' || c == '\n' || c == '\r' ? ' ' : c;
  }
  return out;
}

void putHeader(DcmItem& dataset,
               const char* sopClassUid,
               const std::string& sopInstanceUid,
               const SeriesWords& series,
               const DicomOrigin& origin,
               const DicomStamp& stamp) {
  prepareDicom();
  putText(dataset, DCM_SpecificCharacterSet, "ISO_IR 192");
  putText(dataset, DCM_SOPClassUID, sopClassUid);
  putText(dataset, DCM_SOPInstanceUID, sopInstanceUid);
  putPatient(dataset);
  putText(dataset, DCM_PatientIdentityRemoved, "YES");
  putText(dataset, DCM_DeidentificationMethod, "The case keeps no name");
  putText(dataset, DCM_StudyInstanceUID, origin.studyUid);
  for (const DcmTagKey& empty :
       {DCM_StudyDate, DCM_StudyTime, DCM_ReferringPhysicianName, DCM_StudyID, DCM_AccessionNumber})
    putText(dataset, empty, "");
  putText(dataset, DCM_Modality, series.modality);
  putText(dataset, DCM_SeriesInstanceUID, series.uid);
  putText(dataset, DCM_SeriesNumber, std::to_string(series.number));
  putText(dataset, DCM_SeriesDescription, series.description);
  putText(dataset, DCM_Manufacturer, kMaker);
  putText(dataset, DCM_ManufacturerModelName, kMaker);
  putText(dataset, DCM_DeviceSerialNumber, "none");
  putText(dataset, DCM_SoftwareVersions, std::string(version()));
  putText(dataset, DCM_ContentDate, stamp.date);
  putText(dataset, DCM_ContentTime, stamp.time);
}

void putFrameOfReference(DcmItem& dataset, const DicomOrigin& origin) {
  putText(dataset, DCM_FrameOfReferenceUID, origin.frameOfReferenceUid);
  putText(dataset, DCM_PositionReferenceIndicator, "");
}

void putPixelShape(DcmItem& dataset, int rows, int columns, int samples, int bits) {
  const auto word = [&](const DcmTagKey& tag, int value) {
    putWords(dataset, tag, {static_cast<std::uint16_t>(value)});
  };
  word(DCM_SamplesPerPixel, samples);
  putText(dataset, DCM_PhotometricInterpretation, samples == 3 ? "RGB" : "MONOCHROME2");
  if (samples == 3)
    word(DCM_PlanarConfiguration, 0);
  word(DCM_Rows, rows);
  word(DCM_Columns, columns);
  word(DCM_BitsAllocated, bits);
  word(DCM_BitsStored, bits);
  word(DCM_HighBit, bits - 1);
}

void putSpacing(DcmItem& item, const Grid& grid) {
  putNumbers(item, DCM_PixelSpacing, {grid.spacingMm()[1], grid.spacingMm()[0]});
  putNumbers(item, DCM_SliceThickness, {grid.spacingMm()[2]});
}

std::vector<double> orientationOf(const Grid& grid) {
  const Vec3 row = grid.directions().col(0);
  const Vec3 column = grid.directions().col(1);
  return {row[0], row[1], row[2], column[0], column[1], column[2]};
}

std::vector<double> positionOf(const Grid& grid, int k) {
  const Vec3 first = grid.voxelToPatient(VoxelIndex{0, 0, k});
  return {first[0], first[1], first[2]};
}

std::string fileBytes(DcmFileFormat& file, bool deflated) {
  const E_TransferSyntax syntax =
      deflated ? EXS_DeflatedLittleEndianExplicit : EXS_LittleEndianExplicit;
  DcmDataset& dataset = *file.getDataset();
  require(dataset.chooseRepresentation(syntax, nullptr), DCM_PixelData);
  require(file.validateMetaInfo(syntax), DCM_TransferSyntaxUID);
  constexpr std::size_t kSlack = 65536;
  std::string bytes(file.calcElementLength(syntax, EET_ExplicitLength) + kSlack, '\0');
  DcmOutputBufferStream stream(bytes.data(), static_cast<offile_off_t>(bytes.size()));
  file.transferInit();
  const OFCondition written = file.write(stream, syntax, EET_ExplicitLength, nullptr);
  file.transferEnd();
  require(written, DCM_PixelData);
  stream.flush();
  void* buffer = nullptr;
  offile_off_t length = 0;
  stream.flushBuffer(buffer, length);
  bytes.resize(static_cast<std::size_t>(length));
  return bytes;
}

}  // namespace trocar
