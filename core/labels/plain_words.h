#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace trocar::labels {

/// The text as UTF-8: bytes that are none are Latin-1, as older programs write them.
std::string utf8From(std::string_view bytes);

/// The words of a name in lower-case ASCII, accents folded ("Wirbelkörper L3" is "wirbelkorper",
/// "l3"; ß is ss). What is neither letter nor digit divides words. Cyrillic and Korean words stay
/// as they are, in lower case and apart from digits; each Chinese or Japanese character is a word,
/// but for the digits of a number ("第十二胸椎" is "第", "十二", "胸", "椎").
std::vector<std::string> plainWords(std::string_view name);

}  // namespace trocar::labels
