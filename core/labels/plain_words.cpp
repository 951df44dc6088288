#include "core/labels/plain_words.h"

#include <array>
#include <cctype>
#include <cstdint>
#include <utility>

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

/// The letter or digit in lower-case ASCII that a code stands for, full-width ones too; 0 for
/// others.
char plainCharacter(std::uint32_t code) {
  const std::uint32_t ascii = code > 0xFF00 && code < 0xFF5F ? code - 0xFEE0 : code;
  return ascii < 0x80 && std::isalnum(static_cast<int>(ascii)) != 0
             ? static_cast<char>(std::tolower(static_cast<int>(ascii)))
             : '\0';
}

/// What letters that are not Latin join with.
enum class Script { None, Latin, Cyrillic, Hangul, Ideograph, Numeral };

Script scriptOf(std::uint32_t code) {
  static constexpr std::u32string_view kNumerals = U"一二三四五六七八九十";
  if (code >= 0x400 && code < 0x530)
    return Script::Cyrillic;
  if (code >= 0xAC00 && code < 0xD7A4)
    return Script::Hangul;
  if (code >= 0x4E00 && code < 0xA000)
    return kNumerals.find(code) == std::u32string_view::npos ? Script::Ideograph : Script::Numeral;
  return Script::None;
}

std::uint32_t lowerCyrillic(std::uint32_t code) {
  if (code >= 0x410 && code < 0x430)
    return code + 0x20;
  return code >= 0x400 && code < 0x410 ? code + 0x50 : code;
}

/// Of a letter beyond Latin-1.
std::string utf8Of(std::uint32_t code) {
  const auto tail = [&](unsigned shift) {
    return static_cast<char>(0x80U | (code >> shift & 0x3FU));
  };
  if (code < 0x800)
    return {static_cast<char>(0xC0U | code >> 6U), tail(0)};
  return {static_cast<char>(0xE0U | code >> 12U), tail(6), tail(0)};
}

/// Gathers letters into words.
class WordList {
 public:
  /// `alone`: a word of its own.
  void add(std::string_view letters, Script script, bool alone) {
    if (alone || script != script_)
      divide();
    words_.back() += letters;
    script_ = script;
  }
  void divide() {
    if (!words_.back().empty())
      words_.emplace_back();
    script_ = Script::None;
  }
  std::vector<std::string> words() && {
    if (words_.back().empty())
      words_.pop_back();
    return std::move(words_);
  }

 private:
  std::vector<std::string> words_{std::string()};
  Script script_ = Script::None;
};

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
  WordList words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequenceAt(text, at);
    const std::uint32_t code = codePoint(std::string_view(text).substr(at, length));
    const char plain = plainCharacter(code);
    const Script script = scriptOf(code);
    at += length;
    if (plain != '\0')
      words.add({&plain, 1}, Script::Latin, false);
    else if (!folded(code).empty())
      words.add(folded(code), Script::Latin, false);
    else if (script != Script::None)
      words.add(utf8Of(lowerCyrillic(code)), script, script == Script::Ideograph);
    else if (!isCombiningAccent(code))
      words.divide();
  }
  return std::move(words).words();
}

}  // namespace trocar::labels
