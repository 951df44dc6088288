#include "core/labels/plain_words.h"

#include <array>
#include <cctype>
#include <cstdint>

namespace trocar::labels {
namespace {

/// Bytes of the UTF-8 sequence at `at`, 0 where there is none.
std::size_t sequenceAt(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t n) { return static_cast<unsigned char>(text[n]); };
  const unsigned char first = byte(at);
  const std::size_t length = first < 0x80                    ? 1
                             : first >= 0xC2 && first < 0xE0 ? 2
                             : first >= 0xE0 && first < 0xF0 ? 3
                             : first >= 0xF0 && first < 0xF5 ? 4
                                                             : 0;
  if (length == 0 || at + length > text.size())
    return 0;
  for (std::size_t n = 1; n < length; ++n) {
    if ((byte(at + n) & 0xC0U) != 0x80U)
      return 0;
  }
  return length;
}

bool isUtf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequenceAt(text, at);
    if (length == 0)
      return false;
    at += length;
  }
  return true;
}

std::uint32_t codePoint(std::string_view sequence) {
  const auto first = static_cast<unsigned char>(sequence[0]);
  if (sequence.size() == 1)
    return first;
  std::uint32_t code = first & (0xFFU >> (sequence.size() + 1));
  for (const char c : sequence.substr(1))
    code = code << 6U | (static_cast<unsigned char>(c) & 0x3FU);
  return code;
}

/// Letters of Latin-1 from U+00C0 and Latin Extended-A without their accents.
std::string_view folded(std::uint32_t code) {
  static constexpr std::array<std::string_view, 64> kLatin1 = {
      "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
      "d", "n", "o", "o", "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "ss",
      "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
      "d", "n", "o", "o", "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "y"};
  static constexpr std::string_view kExtended =
      "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooo"
      "rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
  if (code >= 0xC0 && code < 0x100)
    return kLatin1[code - 0xC0];
  if (code >= 0x100 && code < 0x100 + kExtended.size())
    return kExtended.substr(code - 0x100, 1);
  return {};
}

bool isCombiningAccent(std::uint32_t code) {
  return code >= 0x300 && code < 0x370;
}

}  // namespace

std::string utf8From(std::string_view bytes) {
  if (isUtf8(bytes))
    return std::string(bytes);
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      text += c;
    } else {
      text += static_cast<char>(0xC0U | (byte >> 6U));
      text += static_cast<char>(0x80U | (byte & 0x3FU));
    }
  }
  return text;
}

std::vector<std::string> plainWords(std::string_view name) {
  const std::string text = utf8From(name);
  std::vector<std::string> words(1);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequenceAt(text, at);
    const std::uint32_t code = codePoint(std::string_view(text).substr(at, length));
    at += length;
    if (code < 0x80 && std::isalnum(static_cast<int>(code)) != 0)
      words.back() += static_cast<char>(std::tolower(static_cast<int>(code)));
    else if (!folded(code).empty())
      words.back() += folded(code);
    else if (!isCombiningAccent(code) && !words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty())
    words.pop_back();
  return words;
}

}  // namespace trocar::labels
