#include "core/io/dicom/pixel_check.h"

#include "core/io/dicom/dicom_numbers.h"

namespace trocar {
namespace {

std::string flawOfFormat(const DicomImage& image) {
  constexpr int kMostPixels = 8192;  // A side of a CT is 512 to 2048, of a microscope CT 4096.
  const std::string size = tagText(DCM_Rows) + " x " + tagText(DCM_Columns) + " is " +
                           std::to_string(image.rows) + " x " + std::to_string(image.columns);
  if (image.rows < 1 || image.columns < 1)
    return "its " + size;
  if (image.rows > kMostPixels || image.columns > kMostPixels)
    return "its " + size + ", more than any CT has";
  if (image.samplesPerPixel != 1)
    return "it is a colour image, no CT";
  const bool words = image.bitsAllocated == 8 || image.bitsAllocated == 16;
  if (!words || image.bitsStored < 1 || image.bitsStored > image.bitsAllocated ||
      image.highBit >= image.bitsAllocated || image.highBit + 1 < image.bitsStored)
    return "its pixels have " + std::to_string(image.bitsStored) + " bits up to bit " +
           std::to_string(image.highBit) + " of " + std::to_string(image.bitsAllocated) + " (" +
           tagText(DCM_BitsAllocated) + "), which is not supported; export it with 16 bits";
  return {};
}

/// Plain pixels have the length that rows, columns and bits give, but for a few bytes at the end.
std::string flawOfLength(const DicomImage& image) {
  const auto frames = static_cast<std::uint64_t>(std::max<std::size_t>(1, image.frames.size()));
  const std::uint64_t row = static_cast<std::uint64_t>(image.columns) *
                            static_cast<std::uint64_t>(image.bitsAllocated / 8);
  const std::uint64_t needed = row * static_cast<std::uint64_t>(image.rows) * frames;
  const std::uint64_t held = image.pixels->bytes;
  if (held >= needed && held < needed + row)
    return {};
  return "its " + tagText(DCM_Rows) + " x " + tagText(DCM_Columns) + " of " +
         std::to_string(image.rows) + " x " + std::to_string(image.columns) + " pixels need " +
         std::to_string(needed) + " bytes, but its " + tagText(DCM_PixelData) + " holds " +
         std::to_string(held);
}

}  // namespace

std::string flawOfPixels(const DicomImage& image, bool headerComplete) {
  if (!headerComplete)
    return "the file is damaged or cut short within its header";
  if (!image.hasPixels && !image.pixels)
    return "it has no " + tagText(DCM_PixelData) + ", so no image";
  if (isSegmentation(image))
    return {};
  if (std::string flaw = flawOfFormat(image); !flaw.empty())
    return flaw;
  if (image.pixels && !image.pixels->complete)
    return "the file is damaged or cut short within its pixels";
  return hasPlainPixels(image) ? flawOfLength(image) : std::string();
}

}  // namespace trocar
