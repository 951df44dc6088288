#include "core/visible_text.h"

#include <array>
#include <cstdint>
#include <cstdio>

namespace trocar {
namespace {

/// How long the character is that begins with this byte; 0 where none does.
std::size_t lengthOf(unsigned char first) {
  if (first < 0x80)
    return 1;
  if (first >= 0xC2 && first < 0xE0)
    return 2;
  if (first >= 0xE0 && first < 0xF0)
    return 3;
  return first >= 0xF0 && first < 0xF5 ? 4 : 0;
}

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

struct Character {
  std::size_t bytes = 0;  ///< 0 where there is none.
  std::uint32_t code = 0;
};

Character characterAt(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = lengthOf(first);
  if (length == 0 || length > text.size())
    return {};
  if (length == 1)
    return {1, first};
  std::uint32_t code = first & (0x7FU >> length);
  for (std::size_t n = 1; n < length; ++n) {
    if (!continues(text[n]))
      return {};
    code = code << 6U | (static_cast<unsigned char>(text[n]) & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
  const bool sound =
      code >= kLeast.at(length) && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
  return sound ? Character{length, code} : Character{};
}

/// Of Unicode: C0, DEL and C1, embeddings, overrides and isolates of direction, separators of
/// lines, and the mark of byte order. Plain marks of direction (LRM, RLM, ALM) are part of written
/// words.
bool isHidden(std::uint32_t code) {
  return (code < 0x20 && code != '\n' && code != '\t') || (code >= 0x7F && code < 0xA0) ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
}

/// Letters of scripts that are written from right to left: Hebrew to Arabic Extended-A, their forms
/// for presentation, and the blocks of the Supplementary Multilingual Plane that Unicode keeps for
/// them.
bool isRightToLeft(std::uint32_t code) {
  return (code >= 0x0590 && code <= 0x08FF) || (code >= 0xFB1D && code <= 0xFDFF) ||
         (code >= 0xFE70 && code <= 0xFEFC) || (code >= 0x10800 && code <= 0x10FFF) ||
         (code >= 0x1E800 && code <= 0x1EFFF);
}

/// Letters of all other scripts, and digits, as far as they end a run from right to left: what is
/// neither a space nor a mark of punctuation.
bool isLeftToRight(std::uint32_t code) {
  const bool letter = (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z');
  return letter || (code >= 0xC0 && code < 0x0590) || (code >= 0x0900 && code < 0x2000);
}

template <typename Number>
std::string written(const char* format, Number number) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), format, static_cast<unsigned>(number));
  return text.data();
}

}  // namespace

std::string visibleText(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Character character = characterAt(text);
    const std::size_t bytes = character.bytes == 0 ? 1 : character.bytes;
    if (character.bytes == 0)
      out += written("\\x%02x", static_cast<unsigned char>(text.front()));
    else if (isHidden(character.code))
      out += written("\\u%04x", character.code);
    else
      out += text.substr(0, bytes);
    text.remove_prefix(bytes);
  }
  return out;
}

std::string isolatedText(std::string_view text) {
  constexpr std::string_view kFirstStrongIsolate = "\xE2\x81\xA8";
  constexpr std::string_view kPopIsolate = "\xE2\x81\xA9";
  const std::string visible = visibleText(text);
  std::string out;
  std::size_t begin = std::string::npos;  // Of the run in `out`.
  std::size_t end = 0;                    // After its last letter.
  const auto close = [&] {
    if (begin == std::string::npos)
      return;
    out.insert(end, kPopIsolate);
    out.insert(begin, kFirstStrongIsolate);
    begin = std::string::npos;
  };
  for (std::string_view rest = visible; !rest.empty();) {
    const Character character = characterAt(rest);
    const bool turns = isRightToLeft(character.code);
    if (isLeftToRight(character.code) || character.code == '\n')
      close();
    if (turns && begin == std::string::npos)
      begin = out.size();
    out += rest.substr(0, character.bytes);
    if (turns)
      end = out.size();
    rest.remove_prefix(character.bytes);
  }
  close();
  return out;
}

std::size_t unfinishedBytes(std::string_view text) {
  for (std::size_t back = 1; back < 4 && back <= text.size(); ++back) {
    const char c = text[text.size() - back];
    if (!continues(c))
      return lengthOf(static_cast<unsigned char>(c)) > back ? back : 0;
  }
  return 0;
}

}  // namespace trocar
