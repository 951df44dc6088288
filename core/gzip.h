#pragma once

#include <string>
#include <string_view>

namespace trocar {

/// The bytes as a gzip stream (RFC 1952) without a time stamp: the same bytes, the same stream.
std::string gzipped(std::string_view bytes);

}  // namespace trocar
