#pragma once

#include <string>
#include <string_view>

namespace trocar::words {

/// Text with <, >, &, " replaced and what is hidden in it shown (core/visible_text.h): safe between
/// tags and inside attributes.
std::string escaped(std::string_view text);
/// Base64 for data: addresses.
std::string base64(std::string_view bytes);

}  // namespace trocar::words
