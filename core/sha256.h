#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace trocar {

/// SHA-256 (FIPS 180-4) of bytes that arrive piece by piece.
class Sha256 {
 public:
  using Digest = std::array<std::uint8_t, 32>;

  void add(const void* bytes, std::size_t count);
  /// The digest of everything added; nothing may be added afterwards.
  Digest finish();

 private:
  void compress(const std::uint8_t* block);

  std::array<std::uint32_t, 8> state_{0x6a09e667,
                                      0xbb67ae85,
                                      0x3c6ef372,
                                      0xa54ff53a,
                                      0x510e527f,
                                      0x9b05688c,
                                      0x1f83d9ab,
                                      0x5be0cd19};
  std::array<std::uint8_t, 64> buffer_{};
  std::uint64_t bytes_ = 0;
};

/// Such as "e3b0c442..": two lower-case digits a byte.
std::string hexadecimal(const Sha256::Digest& digest);

}  // namespace trocar
