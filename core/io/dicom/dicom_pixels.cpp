// Pixel decoding: dicom_image.h's storedValues. DCMTK decodes everything but JPEG 2000, which it
// does not know; that alone goes to GDCM, which is not asked about any other file because it can
// end the process.
#include "core/error.h"
#include "core/io/dicom/dataset.h"
#include "core/io/dicom/dicom_image.h"
#include "core/io/quiet.h"

#include <cstring>
#include <gdcmImageReader.h>

namespace trocar {
namespace {

[[noreturn]] void refuse(const DicomImage& image, const std::string& what) {
  throw Error("Cannot read " + image.path.string() + ": " + what);
}

/// Bits `highBit - bitsStored + 1` to `highBit` of a stored word as a number.
std::int32_t numberOf(std::uint32_t word, const DicomImage& image) {
  const int shift = std::max(0, image.highBit + 1 - image.bitsStored);
  const std::uint32_t range = std::uint32_t{1} << static_cast<unsigned>(image.bitsStored);
  const std::uint32_t value = (word >> static_cast<unsigned>(shift)) & (range - 1);
  const bool negative = image.isSigned && (value & (range >> 1U)) != 0;
  return static_cast<std::int32_t>(value) - (negative ? static_cast<std::int32_t>(range) : 0);
}

template <typename Word>
std::vector<std::int32_t> numbersOf(const Word* words, std::size_t count, const DicomImage& image) {
  std::vector<std::int32_t> numbers(count);
  for (std::size_t n = 0; n < count; ++n)
    numbers[n] = numberOf(words[n], image);
  return numbers;
}

std::vector<std::int32_t> decodedJpeg2000(const DicomImage& image, std::size_t count) {
  gdcm::ImageReader reader;
  reader.SetFileName(image.path.c_str());
  if (!reader.Read())
    refuse(image, "its JPEG 2000 image is damaged; copy the series again.");
  const gdcm::Image& decoded = reader.GetImage();
  const std::size_t bytes = decoded.GetBufferLength();
  const std::size_t word = decoded.GetPixelFormat().GetBitsAllocated() / 8;
  if (word < 1 || word > 2 || bytes != count * word)
    refuse(image, "its JPEG 2000 image does not have the size its header says.");
  std::vector<char> buffer(bytes);
  if (!decoded.GetBuffer(buffer.data()))
    refuse(image, "its JPEG 2000 image is damaged; copy the series again.");
  if (word == 1)
    return numbersOf(reinterpret_cast<const std::uint8_t*>(buffer.data()), count, image);
  std::vector<std::uint16_t> words(count);
  std::memcpy(words.data(), buffer.data(), bytes);
  return numbersOf(words.data(), count, image);
}

std::vector<std::int32_t> decodedByDcmtk(const DicomImage& image, std::size_t count) {
  bool complete = false;
  const std::unique_ptr<DcmFileFormat> file = openDicom(image.path, complete);
  if (!file || file->getDataset()->chooseRepresentation(EXS_LittleEndianExplicit, nullptr).bad())
    refuse(image,
           "its pixels are damaged or compressed in a way that is not supported; export it "
           "uncompressed.");
  unsigned long found = 0;
  const Uint16* words = nullptr;
  if (image.bitsAllocated == 16 &&
      file->getDataset()->findAndGetUint16Array(DCM_PixelData, words, &found).good() &&
      found >= count)
    return numbersOf(words, count, image);
  const Uint8* bytes = nullptr;
  if (image.bitsAllocated == 8 &&
      file->getDataset()->findAndGetUint8Array(DCM_PixelData, bytes, &found).good() &&
      found >= count)
    return numbersOf(bytes, count, image);
  refuse(image, "it holds fewer pixels than its header says; copy the series again.");
}

}  // namespace

std::vector<std::int32_t> storedValues(const DicomImage& image) {
  if (image.samplesPerPixel != 1)
    refuse(image, "it is a colour image, no CT.");
  if ((image.bitsAllocated != 8 && image.bitsAllocated != 16) || image.bitsStored < 1 ||
      image.bitsStored > image.bitsAllocated || image.highBit >= image.bitsAllocated)
    refuse(image, "its pixels have a size that is not supported; export it with 16 bits.");
  const std::size_t count = static_cast<std::size_t>(image.rows) *
                            static_cast<std::size_t>(image.columns) * image.frames.size();
  const bool jpeg2000 = image.transferSyntaxUid == UID_JPEG2000LosslessOnlyTransferSyntax ||
                        image.transferSyntaxUid == UID_JPEG2000TransferSyntax;
  return jpeg2000 ? decodedJpeg2000(image, count) : decodedByDcmtk(image, count);
}

}  // namespace trocar
