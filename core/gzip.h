#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace trocar {

/// Deflates bytes that arrive piece by piece into a gzip stream (RFC 1952) without a time stamp:
/// the same bytes, the same stream.
class Gzip {
 public:
  using Sink = std::function<void(std::string_view)>;

  /// `level` from 1 (fast) to 9 (small). What is ready goes into `sink`.
  Gzip(int level, Sink sink);
  ~Gzip();
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;

  /// The stream ends with the `last` piece.
  void add(std::string_view bytes, bool last);

 private:
  struct Stream;
  std::unique_ptr<Stream> stream_;
  Sink sink_;
};

std::string gzipped(std::string_view bytes);

}  // namespace trocar
