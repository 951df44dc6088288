#include "core/identity.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <vector>

namespace trocar {
namespace {

bool isDigit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

/// Words of letters, those of UTF-8 among them, and of digits.
std::vector<std::string> wordsOf(std::string_view name) {
  std::vector<std::string> words;
  char last = ' ';
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool wordly = byte >= 0x80 || std::isalnum(byte) != 0;
    if (wordly &&
        (words.empty() || !(byte >= 0x80 || std::isalnum(static_cast<unsigned char>(last))) ||
         isDigit(c) != isDigit(last)))
      words.emplace_back();
    if (wordly)
      words.back() += c;
    last = c;
  }
  return words;
}

/// What cases are called that name nobody.
bool isTrade(std::string word) {
  static constexpr std::array<std::string_view, 64> kTrade = {
      "ablation", "acetabulum", "anterior", "bone",     "breast",    "case",       "cement",
      "cervical", "copy",       "cryo",     "ct",       "demo",      "dicom",      "femur",
      "final",    "hip",        "iliac",    "ilium",    "kidney",    "l",          "left",
      "lesion",   "lumbar",     "lung",     "melanoma", "met",       "metastases", "metastasis",
      "mets",     "model",      "mri",      "needle",   "new",       "patient",    "pelvis",
      "phantom",  "plan",       "planning", "post",     "posterior", "pre",        "prostate",
      "renal",    "rib",        "right",    "sacral",   "sacrum",    "screw",      "segmentation",
      "series",   "spine",      "study",    "teaching", "test",      "thoracic",   "thyroid",
      "tumor",    "tumour",     "version",  "vertebra", "with",      "without",    "of",
      "and"};
  std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) {
    return static_cast<char>(c < 0x80 ? std::tolower(c) : c);
  });
  return std::find(kTrade.begin(), kTrade.end(), word) != kTrade.end();
}

/// Three letters and more, the first a capital or a letter beyond ASCII.
bool couldBeAName(const std::string& word) {
  const auto first = static_cast<unsigned char>(word.front());
  return word.size() >= 3 && (first >= 0x80 || std::isupper(first) != 0) && !isTrade(word);
}

bool isYear(const std::string& word) {
  return word.size() == 4 && isDigit(word.front()) &&
         (word.starts_with("19") || word.starts_with("20"));
}

/// "19610412", as dates of birth and study are written without divisions.
bool isLongNumber(const std::string& word) {
  constexpr std::size_t kOfPatients = 7;
  return isDigit(word.front()) && word.size() >= kOfPatients;
}

}  // namespace

bool looksLikeIdentity(std::string_view name) {
  if (name.find('^') != std::string_view::npos)
    return true;
  const std::vector<std::string> words = wordsOf(name);
  const auto names = std::count_if(words.begin(), words.end(), couldBeAName);
  const bool year = std::any_of(words.begin(), words.end(), isYear);
  return names >= 2 || (names == 1 && year) ||
         std::any_of(words.begin(), words.end(), isLongNumber);
}

}  // namespace trocar
