#include "core/io/image/voxel_bytes.h"

#include "core/error.h"
#include "core/io/image/inflating_file.h"
#include "core/io/image/text_fields.h"
#include "core/number_text.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace trocar {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuseShort() {
  throw Error("it is shorter than its header says; copy it again.");
}

/// The file of the voxels and where in it they begin, before inflating and after.
struct VoxelSpan {
  fs::path file;
  bool deflated = false;
  std::uint64_t from = 0;
  std::uint64_t skipped = 0;
};

std::uint64_t afterLines(const fs::path& file, std::uint64_t from, int lines) {
  InflatingFile bytes(file, from, false);
  std::uint64_t at = from;
  for (char byte = 0; lines > 0; ++at) {
    if (bytes.read(&byte, 1) != 1)
      refuseShort();
    lines -= byte == '\n' ? 1 : 0;
  }
  return at;
}

VoxelSpan spanOf(const VoxelStore& store, const fs::path& path, bool gzipped) {
  VoxelSpan span;
  const bool own = store.file.empty();
  span.file = own ? path : path.parent_path() / store.file;
  std::error_code none;
  if (!fs::is_regular_file(span.file, none))
    throw Error("its voxels should be in " + inQuotes(store.file) +
                " beside it, but there is no such file; copy it too.");
  const bool whole = own ? gzipped : store.encoding == VoxelEncoding::Raw && isGzipped(span.file);
  if (whole && (store.encoding != VoxelEncoding::Raw || store.skippedLines > 0))
    throw Error(
        "it is compressed twice or keeps its voxels as text in a compressed file; unpack "
        "it first.");
  span.deflated = whole || store.encoding == VoxelEncoding::Deflated;
  span.from = whole ? 0 : store.from;
  span.skipped = whole ? store.from : 0;
  if (store.skippedLines > 0)
    span.from = afterLines(span.file, span.from, store.skippedLines);
  span.skipped += static_cast<std::uint64_t>(std::max<std::int64_t>(0, store.skippedBytes));
  return span;
}

/// Before memory is asked for: no byte that is deflated gives more than 1032.
void checkLength(const VoxelSpan& span, std::uint64_t wanted) {
  constexpr std::uint64_t kMostInflated = 1100;
  constexpr std::uint64_t kSlack = 65536;
  const std::uint64_t length = fs::file_size(span.file);
  if (span.deflated
          ? wanted / kMostInflated > length + kSlack
          : length < span.from + span.skipped || length - span.from - span.skipped < wanted)
    refuseShort();
}

/// Moves the beginning so that the voxels are the last bytes.
void countFromEnd(VoxelSpan& span, std::uint64_t wanted) {
  std::uint64_t length = fs::file_size(span.file) - std::min(span.from, fs::file_size(span.file));
  if (span.deflated)
    length =
        InflatingFile(span.file, span.from, true).skip(std::numeric_limits<std::uint64_t>::max());
  if (length < wanted)
    refuseShort();
  span.skipped = length - wanted;
}

void swapBytes(std::vector<std::byte>& bytes, std::size_t scalar) {
  for (auto at = bytes.begin(); at != bytes.end(); at += static_cast<std::ptrdiff_t>(scalar))
    std::reverse(at, at + static_cast<std::ptrdiff_t>(scalar));
}

std::vector<std::byte> numbersInText(const VoxelSpan& span, std::size_t count) {
  InflatingFile file(span.file, span.from, false);
  file.skip(span.skipped);
  std::string text(fs::file_size(span.file), '\0');
  text.resize(file.read(text.data(), text.size()));
  std::replace(text.begin(), text.end(), ',', ' ');
  std::vector<std::byte> bytes(count * sizeof(double));
  const std::vector<std::string_view> words = wordsOf(text);
  if (words.size() < count)
    refuseShort();
  for (std::size_t n = 0; n < count; ++n) {
    const std::optional<double> number = numberFrom(words[n]);
    if (!number)
      throw Error("its voxel " + std::to_string(n) + " is " + inQuotes(words[n]) +
                  ", no number; export it again.");
    std::memcpy(bytes.data() + n * sizeof(double), &*number, sizeof(double));
  }
  return bytes;
}

std::vector<std::byte> bytesIn(const VoxelSpan& span, std::size_t count) {
  std::vector<std::byte> bytes(count);
  InflatingFile file(span.file, span.from, span.deflated);
  if (file.skip(span.skipped) != span.skipped || file.read(bytes.data(), count) != count)
    refuseShort();
  std::byte more{};
  if (span.deflated)
    file.read(&more, 1);  // To the check sum.
  return bytes;
}

}  // namespace

std::vector<std::byte> voxelBytes(ImageHeader& header, const fs::path& path, bool gzipped) {
  std::size_t scalars = static_cast<std::size_t>(header.components);
  for (const int size : header.size)
    scalars *= static_cast<std::size_t>(size);
  VoxelSpan span = spanOf(header.store, path, gzipped);
  if (header.store.encoding == VoxelEncoding::Text) {
    checkLength(span, scalars);  // A digit each, at least.
    header.type = ScalarType::Double;
    return numbersInText(span, scalars);
  }
  const std::size_t wanted = scalars * bytesOf(header.type);
  if (header.store.skippedBytes == -1)
    countFromEnd(span, wanted);
  checkLength(span, wanted);
  std::vector<std::byte> bytes = bytesIn(span, wanted);
  if (header.store.bigEndian == (std::endian::native == std::endian::little))
    swapBytes(bytes, bytesOf(header.type));
  return bytes;
}

}  // namespace trocar
