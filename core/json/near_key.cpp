#include "core/json/near_key.h"

#include <algorithm>
#include <cctype>
#include <numeric>

namespace trocar {
namespace {

std::string lowered(std::string_view word) {
  std::string low(word);
  std::transform(low.begin(), low.end(), low.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return low;
}

/// Letters to insert, delete or replace (Levenshtein).
std::size_t lettersApart(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string nearKey(std::string_view misspelt, const std::vector<std::string>& known) {
  constexpr std::size_t kShort = 4;
  constexpr std::size_t kLongest = 64;
  if (misspelt.size() > kLongest)
    return {};
  const std::string word = lowered(misspelt);
  std::string nearest;
  std::size_t least = misspelt.size() <= kShort ? 2 : 3;
  for (const std::string& each : known) {
    const std::size_t apart = lettersApart(word, lowered(each));
    if (apart < least && each != misspelt) {
      least = apart;
      nearest = each;
    }
  }
  return nearest;
}

}  // namespace trocar
