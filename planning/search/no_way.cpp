#include "planning/search/no_way.h"

#include <cstddef>

namespace trocar::search {
namespace {

constexpr std::size_t kLongest = 200;

/// Bytes that begin a character, of UTF-8.
bool begins(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

std::size_t charactersOf(const std::string& text) {
  std::size_t count = 0;
  for (const char byte : text)
    count += begins(byte) ? 1 : 0;
  return count;
}

/// The first `most` characters, the last of them an ellipsis where some were cut off.
std::string cut(const std::string& text, std::size_t most) {
  if (charactersOf(text) <= most)
    return text;
  std::string kept;
  std::size_t count = 0;
  for (const char byte : text) {
    count += begins(byte) ? 1 : 0;
    if (count == most)
      break;
    kept += byte;
  }
  return kept + "\u2026";
}

}  // namespace

std::string noWaySentence(const std::string& head,
                          const std::vector<std::string>& whys,
                          const std::string& help) {
  const std::string begin = head + ": ";
  const std::string end = "; try " + help + ".";
  const std::size_t room = kLongest - charactersOf(end);
  std::string text = begin + (whys.empty() ? "there is nothing to try" : whys.front());
  for (std::size_t i = 1; i < whys.size(); ++i) {
    const std::string more = text + ", and " + whys[i];
    if (charactersOf(more) > room)
      break;
    text = more;
  }
  return cut(text, room) + end;
}

}  // namespace trocar::search
