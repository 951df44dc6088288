#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace trocar {

/// Columns and rows that a compressed image says it has itself.
struct CodestreamSize {
  std::uint32_t columns = 0;
  std::uint32_t rows = 0;

  bool operator==(const CodestreamSize&) const = default;
};

/// Of a JPEG 2000 codestream (SIZ, ISO 15444-1 A.5.1) or a JPEG or JPEG-LS stream (SOF, ISO 10918-1
/// B.2.2); nullopt where the bytes are the begin of neither.
std::optional<CodestreamSize> codestreamSize(std::span<const std::uint8_t> bytes);

}  // namespace trocar
