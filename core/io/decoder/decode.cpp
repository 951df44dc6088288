// DCMTK decodes everything but JPEG 2000, which it does not know; that alone goes to GDCM.
#include "core/io/decoder/decode.h"

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

std::vector<std::uint16_t> widened(const Uint8* bytes, std::size_t count) {
  return {bytes, bytes + count};
}

std::vector<std::uint16_t> decodedByGdcm(const fs::path& path, std::size_t words) {
  gdcm::ImageReader reader;
  reader.SetFileName(path.c_str());
  if (!reader.Read())
    refuse("its JPEG 2000 image is damaged");
  const gdcm::Image& image = reader.GetImage();
  const std::size_t bytes = image.GetBufferLength();
  const std::size_t width = image.GetPixelFormat().GetBitsAllocated() / 8;
  if (width < 1 || width > 2 || bytes != words * width)
    refuse("its JPEG 2000 image does not have the size its header says");
  std::vector<char> buffer(bytes);
  if (!image.GetBuffer(buffer.data()))
    refuse("its JPEG 2000 image is damaged");
  if (width == 1)
    return widened(reinterpret_cast<const Uint8*>(buffer.data()), words);
  std::vector<std::uint16_t> result(words);
  std::memcpy(result.data(), buffer.data(), bytes);
  return result;
}

std::vector<std::uint16_t> decodedByDcmtk(DcmDataset& dataset, std::size_t words) {
  const OFCondition decoded = dataset.chooseRepresentation(EXS_LittleEndianExplicit, nullptr);
  if (decoded.bad())
    refuse(std::string("its pixels are damaged or compressed in a way that is not supported (") +
           decoded.text() + ")");
  unsigned long found = 0;
  const Uint16* wide = nullptr;
  const Uint8* narrow = nullptr;
  if (wholeOf(dataset, DCM_BitsAllocated, 0) == 8) {
    if (dataset.findAndGetUint8Array(DCM_PixelData, narrow, &found).good() && found >= words)
      return widened(narrow, words);
  } else if (dataset.findAndGetUint16Array(DCM_PixelData, wide, &found).good() && found >= words) {
    return {wide, wide + words};
  }
  refuse("it holds fewer pixels than its header says");
}

}  // namespace

std::vector<std::uint16_t> decodedWords(const fs::path& path, std::size_t words) {
  bool complete = false;
  const std::unique_ptr<DcmFileFormat> file = openDicom(path, complete);
  if (!file)
    refuse("it cannot be read");
  DcmDataset& dataset = *file->getDataset();
  checkSizes(dataset);
  const std::string syntax = DcmXfer(dataset.getOriginalXfer()).getXferID();
  if (syntax == UID_JPEG2000LosslessOnlyTransferSyntax || syntax == UID_JPEG2000TransferSyntax)
    return decodedByGdcm(path, words);
  return decodedByDcmtk(dataset, words);
}

}  // namespace trocar
