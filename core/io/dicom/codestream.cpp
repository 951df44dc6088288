#include "core/io/dicom/codestream.h"

#include <cstddef>

namespace trocar {
namespace {

using Bytes = std::span<const std::uint8_t>;

std::uint32_t bigEndianAt(Bytes bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t n = 0; n < count; ++n)
    value = value << 8U | bytes[at + n];
  return value;
}

std::optional<CodestreamSize> sizeOfJpeg2000(Bytes bytes) {
  constexpr std::size_t kEndOfOffsets = 24;
  if (bytes.size() < kEndOfOffsets || bigEndianAt(bytes, 0, 4) != 0xFF4FFF51)
    return std::nullopt;
  const std::uint32_t right = bigEndianAt(bytes, 8, 4);
  const std::uint32_t bottom = bigEndianAt(bytes, 12, 4);
  const std::uint32_t left = bigEndianAt(bytes, 16, 4);
  const std::uint32_t top = bigEndianAt(bytes, 20, 4);
  if (left >= right || top >= bottom)
    return CodestreamSize{};
  return CodestreamSize{right - left, bottom - top};
}

/// SOF0 to SOF15 without the tables among them (DHT, JPG, DAC), and SOF55 of JPEG-LS.
bool beginsFrame(std::uint32_t marker) {
  const bool table = marker == 0xFFC4 || marker == 0xFFC8 || marker == 0xFFCC;
  return marker == 0xFFF7 || (marker >= 0xFFC0 && marker <= 0xFFCF && !table);
}

std::optional<CodestreamSize> sizeOfJpeg(Bytes bytes) {
  constexpr std::size_t kFrameHeader = 9;
  std::size_t at = 2;
  while (at + kFrameHeader <= bytes.size()) {
    const std::uint32_t marker = bigEndianAt(bytes, at, 2);
    if (beginsFrame(marker))
      return CodestreamSize{bigEndianAt(bytes, at + 7, 2), bigEndianAt(bytes, at + 5, 2)};
    if (marker == 0xFFFF)
      at += 1;  // Filled up.
    else if (marker < 0xFF00)
      return CodestreamSize{};
    else
      at += 2 + bigEndianAt(bytes, at + 2, 2);
  }
  return CodestreamSize{};
}

}  // namespace

std::optional<CodestreamSize> codestreamSize(Bytes bytes) {
  if (bytes.size() >= 4 && bigEndianAt(bytes, 0, 2) == 0xFFD8)
    return sizeOfJpeg(bytes);
  return sizeOfJpeg2000(bytes);
}

}  // namespace trocar
