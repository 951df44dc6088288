#include "core/io/file_length.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>
#include <zlib.h>

namespace trocar {
namespace {

namespace fs = std::filesystem;
using GzFile = std::unique_ptr<gzFile_s, int (*)(gzFile)>;
constexpr std::size_t kHeader = 348;
using Header = std::array<unsigned char, kHeader>;

template <typename Number>
Number numberAt(const Header& header, std::size_t at, bool swapped) {
  std::array<unsigned char, sizeof(Number)> bytes{};
  std::copy_n(header.begin() + static_cast<std::ptrdiff_t>(at), bytes.size(), bytes.begin());
  if (swapped)
    std::reverse(bytes.begin(), bytes.end());
  Number number{};
  std::memcpy(&number, bytes.data(), sizeof(number));
  return number;
}

/// Bytes of the whole file as the header has it; 0 where it makes no sense.
std::uint64_t expectedBytes(const Header& header) {
  const bool swapped =
      numberAt<std::int32_t>(header, 0, false) != static_cast<std::int32_t>(kHeader);
  const int dimensions = numberAt<std::int16_t>(header, 40, swapped);
  if (dimensions < 1 || dimensions > 7)
    return 0;
  std::uint64_t voxels = 1;
  for (int d = 1; d <= dimensions; ++d) {
    const int size = numberAt<std::int16_t>(header, 40 + 2 * static_cast<std::size_t>(d), swapped);
    voxels *= static_cast<std::uint64_t>(std::max(1, size));
  }
  const auto bits =
      static_cast<std::uint64_t>(std::max<int>(0, numberAt<std::int16_t>(header, 72, swapped)));
  const float voxelsAt = numberAt<float>(header, 108, swapped);
  return voxelsAt >= 0.0F && voxelsAt < 1e9F
             ? static_cast<std::uint64_t>(voxelsAt) + voxels * bits / 8
             : 0;
}

/// Length before compression that gzip notes at the end of a file, modulo 2^32.
std::uint32_t notedLength(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  file.seekg(-4, std::ios::end);
  std::uint32_t length = 0;
  file.read(reinterpret_cast<char*>(&length), sizeof(length));
  return length;
}

std::uint64_t inflatedLength(const fs::path& path) {
  const GzFile file(gzopen(path.c_str(), "rb"), &gzclose);
  std::vector<char> chunk(std::size_t{1} << 20U);
  std::uint64_t length = 0;
  for (int read = 0;
       file && (read = gzread(file.get(), chunk.data(), static_cast<unsigned>(chunk.size()))) > 0;)
    length += static_cast<std::uint64_t>(read);
  return length;
}

/// Where the voxels of a MetaImage are and how they are kept.
struct MetaHeader {
  fs::path file;
  std::uint64_t from = 0;
  bool compressed = false;
};

std::string valueOf(const std::string& line) {
  const std::size_t equals = line.find('=');
  const std::size_t first =
      equals == std::string::npos ? equals : line.find_first_not_of(" \t", equals + 1);
  const std::size_t last = line.find_last_not_of(" \t\r");
  return first == std::string::npos ? std::string() : line.substr(first, last + 1 - first);
}

std::optional<MetaHeader> metaHeaderOf(const fs::path& path) {
  constexpr int kMostLines = 1000;
  std::ifstream file(path, std::ios::binary);
  MetaHeader header;
  std::string line;
  for (int n = 0; n < kMostLines && std::getline(file, line); ++n) {
    const std::string value = valueOf(line);
    if (line.starts_with("CompressedData ") || line.starts_with("CompressedData="))
      header.compressed = value == "True" || value == "true";
    if (!line.starts_with("ElementDataFile"))
      continue;
    const bool local = value == "LOCAL" || value == "Local" || value == "local";
    header.file = local ? path : path.parent_path() / value;
    header.from = local ? static_cast<std::uint64_t>(file.tellg()) : 0;
    return header;
  }
  return std::nullopt;
}

/// Bytes that a zlib stream from an offset of a file on gives, until it ends or breaks off.
std::uint64_t inflatedFrom(const fs::path& path, std::uint64_t from) {
  std::ifstream file(path, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(from));
  std::vector<char> in(std::size_t{1} << 20U);
  std::vector<Bytef> out(std::size_t{1} << 20U);
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 32) != Z_OK)  // Either header.
    return 0;
  std::uint64_t length = 0;
  int state = Z_OK;
  while (state == Z_OK) {
    if (stream.avail_in == 0) {
      file.read(in.data(), static_cast<std::streamsize>(in.size()));
      stream.next_in = reinterpret_cast<Bytef*>(in.data());
      stream.avail_in = static_cast<uInt>(file.gcount());
    }
    stream.next_out = out.data();
    stream.avail_out = static_cast<uInt>(out.size());
    state = inflate(&stream, Z_NO_FLUSH);
    length += out.size() - stream.avail_out;
  }
  inflateEnd(&stream);
  return length;
}

}  // namespace

bool isMetaImageCutShort(const fs::path& path, std::uint64_t bytes) {
  const std::optional<MetaHeader> header = metaHeaderOf(path);
  std::error_code none;
  if (!header || !fs::is_regular_file(header->file, none))
    return false;  // A pattern or list of files; the reader complains of what is missing.
  if (header->compressed)
    return inflatedFrom(header->file, header->from) < bytes;
  return fs::file_size(header->file) < header->from + bytes;
}

bool isNiftiCutShort(const fs::path& path) {
  Header header{};
  const GzFile file(gzopen(path.c_str(), "rb"), &gzclose);
  if (!file || gzread(file.get(), header.data(), kHeader) != static_cast<int>(kHeader) ||
      std::memcmp(header.data() + 344, "n+1", 4) != 0)
    return false;
  const std::uint64_t expected = expectedBytes(header);
  if (gzdirect(file.get()) != 0)
    return fs::file_size(path) < expected;
  // A whole file ends with its length; only one that ends otherwise is inflated to find out.
  constexpr std::uint32_t kSlack = 65536;
  if (notedLength(path) - static_cast<std::uint32_t>(expected) <= kSlack)
    return false;
  return inflatedLength(path) < expected;
}

}  // namespace trocar
