#include "core/io/voxel_file.h"

#include "core/error.h"
#include "core/gzip.h"
#include "core/nrrd_header.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <unistd.h>
#include <zlib.h>

namespace trocar {
namespace {

namespace fs = std::filesystem;
static_assert(std::endian::native == std::endian::little, "voxel files are little-endian");

constexpr std::size_t kChunk = std::size_t{1} << 22U;
constexpr int kGzip = 15 + 16;  // zlib: window of 32 KB, gzip's header and check sum.

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

[[noreturn]] void refuseWrite(const fs::path& path) {
  throw Error("Cannot write " + path.string() + ": " + std::strerror(errno) +
              "; free some space or choose another place.");
}

[[noreturn]] void refuseRead(const fs::path& path) {
  throw Error("Cannot read " + path.string() +
              ": it is damaged or incomplete; copy the case again.");
}

File opened(const fs::path& path, const char* mode) {
  File file(std::fopen(path.c_str(), mode), &std::fclose);
  if (!file && *mode == 'w')
    refuseWrite(path);
  if (!file)
    throw Error("Cannot read " + path.string() + ": " + std::strerror(errno) +
                "; copy the case again.");
  return file;
}

void put(std::FILE* file, const void* bytes, std::size_t count, const fs::path& path) {
  if (std::fwrite(bytes, 1, count, file) != count)
    refuseWrite(path);
}

std::string headerOf(const Grid& grid, std::string_view type, std::string_view encoding) {
  return nrrdHeader(grid, type, encoding) + "\n";
}

class Inflater {
 public:
  explicit Inflater(std::FILE* file) : file_(file), in_(kChunk) {
    if (inflateInit2(&stream_, kGzip) != Z_OK)
      throw std::bad_alloc();
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  /// False where the stream ends early, is damaged or, after the `last` bytes, goes on.
  bool get(void* bytes, std::size_t count, bool last) {
    stream_.next_out = static_cast<Bytef*>(bytes);
    stream_.avail_out = static_cast<uInt>(count);
    int state = Z_OK;
    while (stream_.avail_out > 0 && state == Z_OK)
      state = step();
    Bytef more = 0;
    stream_.next_out = &more;
    const bool full = stream_.avail_out == 0;
    stream_.avail_out = 1;
    while (full && last && state == Z_OK && stream_.avail_out > 0)
      state = step();
    stream_.next_out = nullptr;
    const bool ended = state == Z_STREAM_END && stream_.avail_out == 1 && stream_.avail_in == 0 &&
                       std::fgetc(file_) == EOF;
    return full && (last ? ended : state == Z_OK);
  }

 private:
  int step() {
    if (stream_.avail_in == 0) {
      stream_.next_in = in_.data();
      stream_.avail_in = static_cast<uInt>(std::fread(in_.data(), 1, in_.size(), file_));
    }
    return inflate(&stream_, Z_NO_FLUSH);
  }

  z_stream stream_{};
  std::FILE* file_;
  std::vector<Bytef> in_;
};

/// Calls `step(first byte, count, is the last)` for every chunk of `bytes`.
template <typename Step>
void inChunks(std::size_t bytes, const Progress& progress, const Step& step) {
  for (std::size_t from = 0; from < bytes; from += kChunk) {
    progress.at(static_cast<double>(from) / static_cast<double>(bytes));
    const std::size_t count = std::min(kChunk, bytes - from);
    step(from, count, from + count == bytes);
  }
}

void finish(File file, const fs::path& path) {
  if (std::fflush(file.get()) != 0 || ::fsync(::fileno(file.get())) != 0)
    refuseWrite(path);
  if (std::fclose(file.release()) != 0)
    refuseWrite(path);
}

/// The file after a header that must be the one writeVoxels gives this type and these sizes.
File openedAfterHeader(const fs::path& path,
                       const Grid& grid,
                       std::string_view type,
                       std::string_view encoding) {
  File file = opened(path, "rb");
  // Before memory is asked for: no byte that is deflated gives more than 1032.
  constexpr std::uintmax_t kMostInflated = 1100;
  const std::uintmax_t bytes = grid.voxelCount() * sizeof(std::uint16_t);
  if (fs::file_size(path) < (encoding == "raw" ? bytes : bytes / kMostInflated))
    refuseRead(path);
  const std::string expected = headerOf(grid, type, encoding);
  std::string found(expected.size(), '\0');
  if (std::fread(found.data(), 1, found.size(), file.get()) != found.size() || found != expected)
    refuseRead(path);
  return file;
}

}  // namespace

void writeVoxels(const fs::path& path, const Volume& volume, const Progress& progress) {
  File file = opened(path, "wb");
  const std::string header = headerOf(volume.grid(), "int16", "raw");
  put(file.get(), header.data(), header.size(), path);
  const auto* bytes = reinterpret_cast<const char*>(volume.data());
  inChunks(volume.voxels().size() * sizeof(std::int16_t),
           progress,
           [&](std::size_t from, std::size_t count, bool) {
             put(file.get(), bytes + from, count, path);
           });
  finish(std::move(file), path);
}

void writeVoxels(const fs::path& path, const LabelMap& labels, const Progress& progress) {
  File file = opened(path, "wb");
  const std::string header = headerOf(labels.grid(), "uint16", "gzip");
  put(file.get(), header.data(), header.size(), path);
  // The fastest level: label maps are long runs.
  Gzip gzip(1, [&](std::string_view part) { put(file.get(), part.data(), part.size(), path); });
  const auto* bytes = reinterpret_cast<const char*>(labels.data());
  inChunks(labels.voxels().size() * sizeof(std::uint16_t),
           progress,
           [&](std::size_t from, std::size_t count, bool last) {
             gzip.add({bytes + from, count}, last);
           });
  finish(std::move(file), path);
}

Volume readVolume(const fs::path& path, const Grid& grid, const Progress& progress) {
  const File file = openedAfterHeader(path, grid, "int16", "raw");
  std::vector<std::int16_t> voxels(grid.voxelCount());
  auto* bytes = reinterpret_cast<char*>(voxels.data());
  inChunks(voxels.size() * sizeof(std::int16_t),
           progress,
           [&](std::size_t from, std::size_t count, bool) {
             if (std::fread(bytes + from, 1, count, file.get()) != count)
               refuseRead(path);
           });
  if (std::fgetc(file.get()) != EOF)
    refuseRead(path);
  return {grid, std::move(voxels)};
}

LabelMap readLabelMap(const fs::path& path, const Grid& grid, const Progress& progress) {
  const File file = openedAfterHeader(path, grid, "uint16", "gzip");
  std::vector<std::uint16_t> voxels(grid.voxelCount());
  auto* bytes = reinterpret_cast<char*>(voxels.data());
  Inflater inflater(file.get());
  inChunks(voxels.size() * sizeof(std::uint16_t),
           progress,
           [&](std::size_t from, std::size_t count, bool last) {
             if (!inflater.get(bytes + from, count, last))
               refuseRead(path);
           });
  return {grid, std::move(voxels)};
}

}  // namespace trocar
