#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

namespace trocar {

/// Whether a file begins as gzip does, whatever its name.
bool isGzipped(const std::filesystem::path& path);

/// How bytes are packed: not, by gzip or zlib, by bzip2.
enum class Packing { None, Deflate, Bzip2 };

/// The bytes of a file from one of them on, unpacked. Throws Error with a clause that begins with
/// "it".
class InflatingFile {
 public:
  InflatingFile(const std::filesystem::path& path, std::uint64_t from, Packing packing);
  ~InflatingFile();
  InflatingFile(const InflatingFile&) = delete;
  InflatingFile& operator=(const InflatingFile&) = delete;

  /// Fewer than `count` only at the end. Throws where the stream is damaged or breaks off.
  std::size_t read(void* to, std::size_t count);
  /// Bytes that were left out, fewer than `count` only at the end.
  std::uint64_t skip(std::uint64_t count);

 private:
  class Unpacker;
  class Inflater;
  class Bunzipper;
  struct Closing {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  std::unique_ptr<std::FILE, Closing> file_;
  std::unique_ptr<Unpacker> unpacker_;  ///< Null where nothing is packed.
};

}  // namespace trocar
