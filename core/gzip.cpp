#include "core/gzip.h"

#include <algorithm>
#include <limits>
#include <new>
#include <utility>
#include <zlib.h>

namespace trocar {

struct Gzip::Stream {
  z_stream zlib{};
  std::string part = std::string(std::size_t{1} << 20U, '\0');
};

Gzip::Gzip(int level, Sink sink) : stream_(std::make_unique<Stream>()), sink_(std::move(sink)) {
  constexpr int kGzip = 15 + 16;  // zlib: window of 32 KB, gzip's header and check sum.
  if (deflateInit2(&stream_->zlib, level, Z_DEFLATED, kGzip, 9, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
}

Gzip::~Gzip() {
  deflateEnd(&stream_->zlib);
}

void Gzip::add(std::string_view bytes, bool last) {
  constexpr std::size_t kMost = std::numeric_limits<uInt>::max();
  z_stream& zlib = stream_->zlib;
  std::string& part = stream_->part;
  do {
    const std::string_view piece = bytes.substr(0, kMost);
    bytes.remove_prefix(piece.size());
    zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
    zlib.avail_in = static_cast<uInt>(piece.size());
    do {
      zlib.next_out = reinterpret_cast<Bytef*>(part.data());
      zlib.avail_out = static_cast<uInt>(part.size());
      deflate(&zlib, last && bytes.empty() ? Z_FINISH : Z_NO_FLUSH);
      sink_(std::string_view(part).substr(0, part.size() - zlib.avail_out));
    } while (zlib.avail_out == 0);
  } while (!bytes.empty());
}

std::string gzipped(std::string_view bytes) {
  std::string out;
  Gzip gzip(6, [&](std::string_view part) { out += part; });
  gzip.add(bytes, true);
  return out;
}

}  // namespace trocar
