// DCMTK decodes everything but JPEG 2000, which GDCM knows, and the frames of segmentations that
// neither does.
#include "core/io/decoder/decode.h"

#include "core/io/decoder/coded_frames.h"
#include "core/io/dicom/codestream.h"
#include "core/io/dicom/dataset.h"

#include <cstring>
#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <gdcmImageReader.h>
#include <stdexcept>

namespace trocar {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& what) {
  throw std::runtime_error(what);
}

/// Decoders write as many pixels as the compressed image says into as many as the header says.
void checkSizes(DcmDataset& dataset) {
  DcmPixelSequence* fragments = pixelFragments(dataset);
  const int rows = wholeOf(dataset, DCM_Rows, 0);
  const int columns = wholeOf(dataset, DCM_Columns, 0);
  for (unsigned long n = 1; fragments != nullptr && n < fragments->card(); ++n) {
    DcmPixelItem* item = nullptr;
    Uint8* bytes = nullptr;
    if (fragments->getItem(item, n).bad() || item->getUint8Array(bytes).bad() || bytes == nullptr)
      refuse("its compressed pixels are damaged");
    const std::optional<CodestreamSize> size = codestreamSize({bytes, item->getLength()});
    if (size &&
        (static_cast<int>(size->rows) != rows || static_cast<int>(size->columns) != columns))
      refuse("its Rows (0028,0010) x Columns (0028,0011) is " + std::to_string(rows) + " x " +
             std::to_string(columns) + ", but its compressed image says " +
             std::to_string(size->rows) + " x " + std::to_string(size->columns));
  }
}

std::vector<std::uint8_t> decodedByGdcm(const fs::path& path, std::size_t bytes) {
  gdcm::ImageReader reader;
  reader.SetFileName(path.c_str());
  if (!reader.Read())
    refuse("its JPEG 2000 image is damaged");
  const gdcm::Image& image = reader.GetImage();
  if (image.GetBufferLength() != bytes)
    refuse("its JPEG 2000 image does not have the size its header says");
  std::vector<std::uint8_t> buffer(bytes);
  if (!image.GetBuffer(reinterpret_cast<char*>(buffer.data())))
    refuse("its JPEG 2000 image is damaged");
  return buffer;
}

std::vector<std::uint8_t> decodedByDcmtk(DcmDataset& dataset, std::size_t bytes) {
  const OFCondition decoded = dataset.chooseRepresentation(EXS_LittleEndianExplicit, nullptr);
  if (decoded.bad())
    refuse(std::string("its pixels are damaged or compressed in a way that is not supported (") +
           decoded.text() + ")");
  unsigned long found = 0;
  const Uint16* wide = nullptr;
  const Uint8* narrow = nullptr;
  if (dataset.findAndGetUint8Array(DCM_PixelData, narrow, &found).good() && narrow != nullptr) {
    if (found >= bytes)
      return {narrow, narrow + bytes};
  } else if (dataset.findAndGetUint16Array(DCM_PixelData, wide, &found).good() && wide != nullptr &&
             sizeof(Uint16) * found >= bytes) {
    std::vector<std::uint8_t> pixels(bytes);
    std::memcpy(pixels.data(), wide, bytes);
    return pixels;
  }
  refuse("it holds fewer pixels than its header says");
}

std::vector<std::uint8_t> decodedByUs(DcmDataset& dataset,
                                      const std::string& syntax,
                                      std::size_t bytes) {
  const auto frames =
      static_cast<std::size_t>(std::max(1, wholeOf(dataset, DCM_NumberOfFrames, 1)));
  if (bytes % frames != 0)
    refuse("its frames are no whole number of bytes, so they cannot be compressed one by one");
  return codedFrames(dataset, syntax, bytes / frames, frames);
}

std::string syntaxOf(DcmFileFormat& file) {
  DcmMetaInfo* meta = file.getMetaInfo();
  std::string stated = meta == nullptr ? std::string() : textOf(*meta, DCM_TransferSyntaxUID);
  return stated.empty() ? DcmXfer(file.getDataset()->getOriginalXfer()).getXferID() : stated;
}

}  // namespace

std::vector<std::uint8_t> decodedPixels(const fs::path& path, std::size_t bytes) {
  bool complete = false;
  const std::unique_ptr<DcmFileFormat> file = openDicom(path, complete);
  if (!file)
    refuse("it cannot be read");
  DcmDataset& dataset = *file->getDataset();
  checkSizes(dataset);
  const std::string syntax = syntaxOf(*file);
  if (syntax == UID_JPEG2000LosslessOnlyTransferSyntax || syntax == UID_JPEG2000TransferSyntax)
    return decodedByGdcm(path, bytes);
  if (areCodedFrames(syntax, wholeOf(dataset, DCM_BitsAllocated, 0)))
    return decodedByUs(dataset, syntax, bytes);
  return decodedByDcmtk(dataset, bytes);
}

}  // namespace trocar
