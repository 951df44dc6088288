#include "core/gzip.h"

#include <new>
#include <zlib.h>

namespace trocar {

std::string gzipped(std::string_view bytes) {
  constexpr int kGzip = 15 + 16;  // zlib: window of 32 KB, gzip's header and check sum.
  constexpr std::size_t kChunk = std::size_t{1} << 26U;
  z_stream stream{};
  if (deflateInit2(&stream, 6, Z_DEFLATED, kGzip, 9, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
  std::string out;
  std::string part(std::size_t{1} << 20U, '\0');
  int flush = Z_NO_FLUSH;
  do {
    const std::string_view piece = bytes.substr(0, kChunk);
    bytes.remove_prefix(piece.size());
    flush = bytes.empty() ? Z_FINISH : Z_NO_FLUSH;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
    stream.avail_in = static_cast<uInt>(piece.size());
    do {
      stream.next_out = reinterpret_cast<Bytef*>(part.data());
      stream.avail_out = static_cast<uInt>(part.size());
      deflate(&stream, flush);
      out.append(part, 0, part.size() - stream.avail_out);
    } while (stream.avail_out == 0);
  } while (flush != Z_FINISH);
  deflateEnd(&stream);
  return out;
}

}  // namespace trocar
