#include "core/io/image/inflating_file.h"

#include "core/error.h"

#include <algorithm>
#include <array>
#include <limits>
#include <new>
#include <vector>
#include <zlib.h>

namespace trocar {

namespace {

constexpr std::size_t kChunk = std::size_t{1} << 18U;

}  // namespace

struct InflatingFile::Inflater {
  z_stream stream{};
  std::vector<Bytef> in = std::vector<Bytef>(kChunk);
  bool ended = false;

  Inflater() {
    constexpr int kEitherHeader = 15 + 32;  // zlib: a window of 32 KB, zlib's or gzip's header.
    if (inflateInit2(&stream, kEitherHeader) != Z_OK)
      throw std::bad_alloc();
  }
  ~Inflater() { inflateEnd(&stream); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  bool fill(std::FILE* file) {
    if (stream.avail_in == 0) {
      stream.next_in = in.data();
      stream.avail_in = static_cast<uInt>(std::fread(in.data(), 1, in.size(), file));
    }
    return stream.avail_in > 0;
  }

  /// After the end of a stream another one may begin; anything else there is no part of it.
  void goOn(std::FILE* file) {
    constexpr Bytef kGzip = 0x1f;
    if (fill(file) && *stream.next_in == kGzip)
      inflateReset(&stream);
    else
      ended = true;
  }

  std::size_t read(std::FILE* file, void* to, std::size_t count) {
    stream.next_out = static_cast<Bytef*>(to);
    stream.avail_out = static_cast<uInt>(count);
    while (!ended && stream.avail_out > 0) {
      if (!fill(file))
        throw Error(
            "it is shorter than its header says: its compressed part breaks off; copy it "
            "again.");
      const int state = inflate(&stream, Z_NO_FLUSH);
      if (state == Z_STREAM_END)
        goOn(file);
      else if (state != Z_OK)
        throw Error("it is damaged: its compressed part cannot be inflated; copy it again.");
    }
    return count - stream.avail_out;
  }
};

bool isGzipped(const std::filesystem::path& path) {
  constexpr std::array<unsigned char, 2> kMagic = {0x1f, 0x8b};
  std::array<unsigned char, 2> start{};
  InflatingFile file(path, 0, false);
  return file.read(start.data(), start.size()) == start.size() && start == kMagic;
}

InflatingFile::InflatingFile(const std::filesystem::path& path, std::uint64_t from, bool deflated)
    : file_(std::fopen(path.c_str(), "rb")) {
  if (!file_ || ::fseeko(file_.get(), static_cast<off_t>(from), SEEK_SET) != 0)
    throw Error("it cannot be opened; check its permissions.");
  if (deflated)
    inflater_ = std::make_unique<Inflater>();
}

InflatingFile::~InflatingFile() = default;

std::size_t InflatingFile::read(void* to, std::size_t count) {
  if (!inflater_)
    return std::fread(to, 1, count, file_.get());
  constexpr std::size_t kMost = std::numeric_limits<uInt>::max() / 2;
  std::size_t done = 0;
  while (done < count) {
    const std::size_t wanted = std::min(count - done, kMost);
    const std::size_t read = inflater_->read(file_.get(), static_cast<char*>(to) + done, wanted);
    done += read;
    if (read < wanted)
      break;
  }
  return done;
}

std::uint64_t InflatingFile::skip(std::uint64_t count) {
  if (!inflater_ && count > 0) {
    const auto here = static_cast<std::uint64_t>(::ftello(file_.get()));
    if (::fseeko(file_.get(), static_cast<off_t>(here + count), SEEK_SET) == 0)
      return count;
  }
  std::vector<char> nowhere(static_cast<std::size_t>(std::min<std::uint64_t>(count, kChunk)));
  std::uint64_t done = 0;
  while (done < count) {
    const auto wanted =
        static_cast<std::size_t>(std::min<std::uint64_t>(count - done, nowhere.size()));
    const std::size_t got = read(nowhere.data(), wanted);
    done += got;
    if (got < wanted)
      break;
  }
  return done;
}

}  // namespace trocar
