#include "core/io/decoder/coded_frames.h"

#include "core/io/dicom/dataset.h"

#include <algorithm>
#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <optional>
#include <span>
#include <stdexcept>
#include <zlib.h>

namespace trocar {
namespace {

using Bytes = std::vector<std::uint8_t>;
constexpr const char* kDeflatedFrames = "1.2.840.10008.1.2.8.1";

std::uint32_t wordAt(std::span<const std::uint8_t> bytes, std::size_t at) {
  return bytes[at] | static_cast<std::uint32_t>(bytes[at + 1]) << 8U |
         static_cast<std::uint32_t>(bytes[at + 2]) << 16U |
         static_cast<std::uint32_t>(bytes[at + 3]) << 24U;
}

/// The one segment of a run-length coded frame (PS3.5, annex G): runs and literals, each after a
/// count.
std::optional<Bytes> unrolled(std::span<const std::uint8_t> coded, std::size_t size) {
  constexpr std::size_t kHeader = 64;
  if (coded.size() < kHeader || wordAt(coded, 0) != 1 || wordAt(coded, 4) != kHeader)
    return std::nullopt;
  Bytes bytes;
  for (std::size_t at = kHeader; at + 1 < coded.size() && bytes.size() < size;) {
    constexpr std::size_t kNothing = 128;
    const std::size_t count = coded[at++];
    if (count > kNothing)
      bytes.insert(bytes.end(), 257 - count, coded[at++]);
    if (count >= kNothing)
      continue;
    const std::size_t taken = std::min(count + 1, coded.size() - at);
    bytes.insert(bytes.end(),
                 coded.begin() + static_cast<std::ptrdiff_t>(at),
                 coded.begin() + static_cast<std::ptrdiff_t>(at + taken));
    at += taken;
  }
  if (bytes.size() < size)
    return std::nullopt;
  bytes.resize(size);
  return bytes;
}

std::optional<Bytes> inflated(std::span<const std::uint8_t> coded, std::size_t size) {
  Bytes bytes(size);
  z_stream stream{};
  if (inflateInit2(&stream, -15) != Z_OK)  // No header.
    return std::nullopt;
  stream.next_in = const_cast<Bytef*>(coded.data());
  stream.avail_in = static_cast<uInt>(coded.size());
  stream.next_out = bytes.data();
  stream.avail_out = static_cast<uInt>(size);
  inflate(&stream, Z_FINISH);
  const bool full = stream.avail_out == 0;
  inflateEnd(&stream);
  return full ? std::optional(std::move(bytes)) : std::nullopt;
}

}  // namespace

bool areCodedFrames(const std::string& syntax, int bitsAllocated) {
  return syntax == kDeflatedFrames ||
         (syntax == UID_RLELosslessTransferSyntax && bitsAllocated == 1);
}

Bytes codedFrames(DcmDataset& dataset,
                  const std::string& syntax,
                  std::size_t bytesPerFrame,
                  std::size_t frames) {
  const std::runtime_error damaged("its compressed frames are damaged");
  DcmPixelSequence* fragments = pixelFragments(dataset);
  if (fragments == nullptr || fragments->card() != frames + 1)
    throw std::runtime_error("its compressed frames are not one fragment each");
  Bytes all;
  for (std::size_t frame = 0; frame < frames; ++frame) {
    DcmPixelItem* item = nullptr;
    Uint8* data = nullptr;
    if (fragments->getItem(item, frame + 1).bad() || item->getUint8Array(data).bad() ||
        data == nullptr)
      throw damaged;
    const std::span<const std::uint8_t> coded(data, item->getLength());
    const std::optional<Bytes> bytes =
        syntax == kDeflatedFrames ? inflated(coded, bytesPerFrame) : unrolled(coded, bytesPerFrame);
    if (!bytes)
      throw damaged;
    all.insert(all.end(), bytes->begin(), bytes->end());
  }
  return all;
}

}  // namespace trocar
