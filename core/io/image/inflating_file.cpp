#include "core/io/image/inflating_file.h"

#include "core/error.h"

#include <algorithm>
#include <array>
#include <bzlib.h>
#include <limits>
#include <new>
#include <vector>
#include <zlib.h>

namespace trocar {

namespace {

constexpr std::size_t kChunk = std::size_t{1} << 18U;

}  // namespace

/// Bytes of a file, unpacked as they are asked for.
class InflatingFile::Unpacker {
 public:
  virtual ~Unpacker() = default;
  Unpacker(const Unpacker&) = delete;
  Unpacker& operator=(const Unpacker&) = delete;

  std::size_t read(std::FILE* file, char* to, std::size_t count) {
    std::size_t done = 0;
    while (!ended_ && done < count) {
      if (!fill(file))
        throw Error(
            "it is shorter than its header says: its compressed part breaks off; copy it "
            "again.");
      done += unpack(to + done, count - done);
    }
    return done;
  }

 protected:
  Unpacker() = default;

  char* next() const { return next_; }
  std::size_t left() const { return left_; }
  /// What has been taken of `next`.
  void leave(std::size_t left) {
    next_ += left_ - left;
    left_ = left;
  }
  /// One stream has ended; what begins with this byte is another, anything else no part of it.
  void endUnless(char first) {
    if (left_ > 0 || (file_ != nullptr && fill(file_)))
      ended_ = *next_ != first;
    else
      ended_ = true;
  }
  [[noreturn]] static void refuse() {
    throw Error("it is damaged: its compressed part cannot be inflated; copy it again.");
  }

 private:
  /// Unpacks some bytes of `next` to at most `count`; their number, which may be 0.
  virtual std::size_t unpack(char* to, std::size_t count) = 0;

  bool fill(std::FILE* file) {
    file_ = file;
    if (left_ == 0) {
      next_ = in_.data();
      left_ = std::fread(in_.data(), 1, in_.size(), file);
    }
    return left_ > 0;
  }

  std::FILE* file_ = nullptr;
  std::vector<char> in_ = std::vector<char>(kChunk);
  char* next_ = nullptr;
  std::size_t left_ = 0;
  bool ended_ = false;
};

/// Of zlib.
class InflatingFile::Inflater : public Unpacker {
 public:
  Inflater() {
    constexpr int kEitherHeader = 15 + 32;  // zlib: a window of 32 KB, zlib's or gzip's header.
    if (inflateInit2(&stream_, kEitherHeader) != Z_OK)
      throw std::bad_alloc();
  }
  ~Inflater() override { inflateEnd(&stream_); }

 private:
  std::size_t unpack(char* to, std::size_t count) override {
    constexpr char kGzip = 0x1f;
    const auto room = static_cast<uInt>(std::min<std::size_t>(count, kMostAtOnce));
    stream_.next_in = reinterpret_cast<Bytef*>(next());
    stream_.avail_in = static_cast<uInt>(left());
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = room;
    const int state = inflate(&stream_, Z_NO_FLUSH);
    leave(stream_.avail_in);
    if (state == Z_STREAM_END) {
      endUnless(kGzip);
      inflateReset(&stream_);
    } else if (state != Z_OK) {
      refuse();
    }
    return room - stream_.avail_out;
  }

  static constexpr std::size_t kMostAtOnce = std::numeric_limits<uInt>::max() / 2;
  z_stream stream_{};
};

/// Of libbz2.
class InflatingFile::Bunzipper : public Unpacker {
 public:
  Bunzipper() { start(); }
  ~Bunzipper() override { BZ2_bzDecompressEnd(&stream_); }

 private:
  void start() {
    if (BZ2_bzDecompressInit(&stream_, 0, 0) != BZ_OK)
      throw std::bad_alloc();
  }

  std::size_t unpack(char* to, std::size_t count) override {
    const auto room = static_cast<unsigned>(std::min<std::size_t>(count, kMostAtOnce));
    stream_.next_in = next();
    stream_.avail_in = static_cast<unsigned>(left());
    stream_.next_out = to;
    stream_.avail_out = room;
    const int state = BZ2_bzDecompress(&stream_);
    leave(stream_.avail_in);
    const std::size_t done = room - stream_.avail_out;
    if (state == BZ_STREAM_END) {
      endUnless('B');
      BZ2_bzDecompressEnd(&stream_);
      stream_ = {};
      start();
    } else if (state != BZ_OK) {
      refuse();
    }
    return done;
  }

  static constexpr std::size_t kMostAtOnce = std::numeric_limits<unsigned>::max() / 2;
  bz_stream stream_{};
};

bool isGzipped(const std::filesystem::path& path) {
  constexpr std::array<unsigned char, 2> kMagic = {0x1f, 0x8b};
  std::array<unsigned char, 2> start{};
  InflatingFile file(path, 0, Packing::None);
  return file.read(start.data(), start.size()) == start.size() && start == kMagic;
}

InflatingFile::InflatingFile(const std::filesystem::path& path, std::uint64_t from, Packing packing)
    : file_(std::fopen(path.c_str(), "rb")) {
  if (!file_ || ::fseeko(file_.get(), static_cast<off_t>(from), SEEK_SET) != 0)
    throw Error("it cannot be opened; check its permissions.");
  if (packing == Packing::Deflate)
    unpacker_ = std::make_unique<Inflater>();
  else if (packing == Packing::Bzip2)
    unpacker_ = std::make_unique<Bunzipper>();
}

InflatingFile::~InflatingFile() = default;

std::size_t InflatingFile::read(void* to, std::size_t count) {
  return unpacker_ ? unpacker_->read(file_.get(), static_cast<char*>(to), count)
                   : std::fread(to, 1, count, file_.get());
}

std::uint64_t InflatingFile::skip(std::uint64_t count) {
  if (!unpacker_ && count > 0) {
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
