#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace trocar::labels {

/// The text as UTF-8: bytes that are none are Latin-1, as older programs write them.
std::string utf8From(std::string_view bytes);

/// The words of a name in lower-case ASCII, accents folded ("Wirbelkörper L3" is "wirbelkorper",
/// "l3"; ß is ss). What is neither letter nor digit divides words.
std::vector<std::string> plainWords(std::string_view name);

}  // namespace trocar::labels
