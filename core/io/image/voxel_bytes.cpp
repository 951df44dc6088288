#include "core/io/image/voxel_bytes.h"

#include "core/error.h"
#include "core/io/image/inflating_file.h"
#include "core/io/image/text_fields.h"
#include "core/number_text.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <span>

namespace trocar {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuseShort() {
  throw Error("it is shorter than its header says; copy it again.");
}

/// One file of voxels and where in it they begin, before unpacking and after.
struct VoxelSpan {
  fs::path file;
  Packing packing = Packing::None;
  std::uint64_t from = 0;
  std::uint64_t skipped = 0;
};

std::uint64_t afterLines(const fs::path& file, std::uint64_t from, int lines) {
  InflatingFile bytes(file, from, Packing::None);
  std::uint64_t at = from;
  for (char byte = 0; lines > 0; ++at) {
    if (bytes.read(&byte, 1) != 1)
      refuseShort();
    lines -= byte == '\n' ? 1 : 0;
  }
  return at;
}

Packing packingOf(VoxelEncoding encoding) {
  if (encoding == VoxelEncoding::Deflated)
    return Packing::Deflate;
  return encoding == VoxelEncoding::Bzip2 ? Packing::Bzip2 : Packing::None;
}

/// Of the voxels in `file`; `whole`: all of that file is gzipped, the header's own part too.
VoxelSpan spanOf(const VoxelStore& store, const fs::path& file, bool whole) {
  VoxelSpan span;
  span.file = file;
  if (whole && (store.encoding != VoxelEncoding::Raw || store.skippedLines > 0))
    throw Error(
        "it is compressed twice or keeps its voxels as text in a compressed file; unpack "
        "it first.");
  span.packing = whole ? Packing::Deflate : packingOf(store.encoding);
  span.from = whole ? 0 : store.from;
  span.skipped = whole ? store.from : 0;
  if (store.skippedLines > 0)
    span.from = afterLines(span.file, span.from, store.skippedLines);
  span.skipped += static_cast<std::uint64_t>(std::max<std::int64_t>(0, store.skippedBytes));
  return span;
}

VoxelSpan spanBeside(const VoxelStore& store, const fs::path& path, const std::string& name) {
  const fs::path file = path.parent_path() / name;
  std::error_code none;
  if (!fs::is_regular_file(file, none))
    throw Error("its voxels should be in " + inQuotes(name) +
                " beside it, but there is no such file; copy it too.");
  return spanOf(store, file, store.encoding == VoxelEncoding::Raw && isGzipped(file));
}

std::vector<VoxelSpan> spansOf(const VoxelStore& store, const fs::path& path, bool gzipped) {
  if (store.files.empty())
    return {spanOf(store, path, gzipped)};
  std::vector<VoxelSpan> spans;
  for (const std::string& name : store.files)
    spans.push_back(spanBeside(store, path, name));
  return spans;
}

/// The most that a packed byte gives: 1032 for zlib (its documentation); bzip2 makes 785 bytes of a
/// GB of zeros.
double mostUnpacked(Packing packing) {
  return packing == Packing::Bzip2 ? 1.5e6 : 1100.0;
}

/// Before memory is asked for.
void checkLength(const VoxelSpan& span, std::uint64_t wanted) {
  constexpr double kSlack = 100.0;
  const std::uint64_t length = fs::file_size(span.file);
  const bool tooShort =
      span.packing != Packing::None
          ? static_cast<double>(wanted) / mostUnpacked(span.packing) >
                static_cast<double>(length) + kSlack
          : length < span.from + span.skipped || length - span.from - span.skipped < wanted;
  if (tooShort)
    refuseShort();
}

/// Moves the beginning so that the voxels are the last bytes.
void countFromEnd(VoxelSpan& span, std::uint64_t wanted) {
  std::uint64_t length = fs::file_size(span.file) - std::min(span.from, fs::file_size(span.file));
  if (span.packing != Packing::None)
    length = InflatingFile(span.file, span.from, span.packing)
                 .skip(std::numeric_limits<std::uint64_t>::max());
  if (length < wanted)
    refuseShort();
  span.skipped = length - wanted;
}

void swapBytes(std::vector<std::byte>& bytes, std::size_t scalar) {
  for (auto at = bytes.begin(); at != bytes.end(); at += static_cast<std::ptrdiff_t>(scalar))
    std::reverse(at, at + static_cast<std::ptrdiff_t>(scalar));
}

std::vector<std::byte> numbersInText(const VoxelSpan& span, std::size_t count) {
  InflatingFile file(span.file, span.from, Packing::None);
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

/// Fills `into` with the voxels of one file.
void readSpan(const VoxelSpan& span, std::span<std::byte> into, const Progress& progress) {
  constexpr std::size_t kAtOnce = std::size_t{1} << 24U;
  InflatingFile file(span.file, span.from, span.packing);
  if (file.skip(span.skipped) != span.skipped)
    refuseShort();
  for (std::size_t done = 0; done < into.size(); done += kAtOnce) {
    progress.at(static_cast<double>(done) / static_cast<double>(into.size()));
    const std::size_t wanted = std::min(kAtOnce, into.size() - done);
    if (file.read(into.data() + done, wanted) != wanted)
      refuseShort();
  }
  std::byte more{};
  if (span.packing != Packing::None)
    file.read(&more, 1);  // To the check sum.
}

/// The bytes of all files, each the same share of them.
std::vector<std::byte> bytesIn(std::vector<VoxelSpan> spans,
                               std::size_t count,
                               bool fromEnd,
                               const Progress& progress) {
  const std::size_t each = count / spans.size();
  for (VoxelSpan& span : spans) {
    if (fromEnd)
      countFromEnd(span, each);
    checkLength(span, each);
  }
  std::vector<std::byte> bytes(count);
  for (std::size_t n = 0; n < spans.size(); ++n) {
    const double share = 1.0 / static_cast<double>(spans.size());
    const double from = share * static_cast<double>(n);
    readSpan(spans[n], std::span(bytes).subspan(n * each, each), progress.span(from, from + share));
  }
  return bytes;
}

}  // namespace

std::vector<std::byte> voxelBytes(ImageHeader& header,
                                  const fs::path& path,
                                  bool gzipped,
                                  const Progress& progress) {
  std::size_t scalars = static_cast<std::size_t>(header.components);
  for (const int size : header.size)
    scalars *= static_cast<std::size_t>(size);
  const std::vector<VoxelSpan> spans = spansOf(header.store, path, gzipped);
  if (header.store.encoding == VoxelEncoding::Text) {
    if (spans.size() > 1)
      throw Error("its voxels are text in several files; export it as one file.");
    checkLength(spans.front(), scalars);  // A digit each, at least.
    header.type = ScalarType::Double;
    return numbersInText(spans.front(), scalars);
  }
  if (scalars % spans.size() != 0)
    throw Error("its " + std::to_string(scalars) + " voxels are no equal parts of the " +
                std::to_string(spans.size()) + " files that it names; export it as one file.");
  std::vector<std::byte> bytes =
      bytesIn(spans, scalars * bytesOf(header.type), header.store.skippedBytes == -1, progress);
  if (header.store.bigEndian == (std::endian::native == std::endian::little))
    swapBytes(bytes, bytesOf(header.type));
  return bytes;
}

}  // namespace trocar
