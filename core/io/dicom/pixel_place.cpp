#include "core/io/dicom/pixel_place.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <vector>

namespace trocar {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kUndefinedLength = 0xFFFFFFFF;
constexpr std::uint32_t kItem = 0xFFFEE000;
constexpr std::uint32_t kEndOfSequence = 0xFFFEE0DD;

using Header = std::array<unsigned char, 12>;

std::uint32_t number(const unsigned char* bytes, std::size_t count, bool bigEndian) {
  std::uint32_t value = 0;
  for (std::size_t n = 0; n < count; ++n)
    value = value << 8U | bytes[bigEndian ? n : count - 1 - n];
  return value;
}

std::uint32_t tagAt(const unsigned char* bytes, bool bigEndian) {
  return number(bytes, 2, bigEndian) << 16U | number(bytes + 2, 2, bigEndian);
}

/// The stated length of the PixelData whose value follows these bytes: after a tag, a kind of value
/// and a 4-byte length, or after a tag and a 4-byte length.
std::optional<std::uint32_t> lengthIn(const Header& before, bool bigEndian) {
  constexpr std::uint32_t kPixelData = 0x7FE00010;
  const bool explicitKind =
      tagAt(before.data(), bigEndian) == kPixelData && before[4] >= 'A' && before[4] <= 'Z';
  if (!explicitKind && tagAt(before.data() + 4, bigEndian) != kPixelData)
    return std::nullopt;
  return number(before.data() + 8, 4, bigEndian);
}

/// Walks the fragments, up to the end of their sequence or of the file.
void walkFragments(std::ifstream& file,
                   std::uint64_t fileBytes,
                   bool bigEndian,
                   PixelPlace& place) {
  std::array<unsigned char, 8> item{};
  for (std::uint64_t at = place.offset; at + item.size() <= fileBytes;) {
    file.seekg(static_cast<std::streamoff>(at));
    file.read(reinterpret_cast<char*>(item.data()), item.size());
    const std::uint32_t tag = tagAt(item.data(), bigEndian);
    if (!file || (tag != kItem && tag != kEndOfSequence))
      return;
    if (tag == kEndOfSequence) {
      place.complete = true;
      return;
    }
    const std::uint32_t length = number(item.data() + 4, 4, bigEndian);
    place.bytes += length;
    at += item.size() + length;
  }
}

}  // namespace

std::optional<PixelPlace> pixelPlaceAt(const fs::path& path,
                                       std::uint64_t valueAt,
                                       bool bigEndian) {
  Header before{};
  std::ifstream file(path, std::ios::binary);
  if (valueAt < before.size() || !file.seekg(static_cast<std::streamoff>(valueAt - before.size())))
    return std::nullopt;
  file.read(reinterpret_cast<char*>(before.data()), before.size());
  const std::optional<std::uint32_t> length =
      file ? lengthIn(before, bigEndian) : std::optional<std::uint32_t>();
  if (!length)
    return std::nullopt;
  std::error_code none;
  const std::uint64_t fileBytes = fs::file_size(path, none);
  PixelPlace place{valueAt};
  place.fragments = *length == kUndefinedLength;
  if (place.fragments) {
    walkFragments(file, fileBytes, bigEndian, place);
  } else {
    place.bytes = *length;
    place.complete = valueAt + *length <= fileBytes;
  }
  return place;
}

}  // namespace trocar
