#pragma once

#include <string>
#include <string_view>

namespace trocar {

/// Text that a terminal, a page or a label shows as it is written: control characters (but for the
/// end of a line and the tabulator), characters that turn the direction of writing or hide, and
/// bytes that are no UTF-8 stand as "\u001b" or "\xff". Within JSON it says the same, since its
/// own strings write them so.
std::string visibleText(std::string_view text);
/// The same for a page or a window, where text of our own stands around: words that are written
/// from right to left are isolated (U+2068 .. U+2069), so that numbers and points beside them keep
/// their place. A name that is written so ends with its last letter.
std::string isolatedText(std::string_view text);
/// How many bytes at the end of `text` are the beginning of a character whose rest is to come.
std::size_t unfinishedBytes(std::string_view text);

}  // namespace trocar
