#pragma once

#include <algorithm>
#include <array>
#include <string>

namespace trocar {

/// Whether a source says of itself that the maker's document was not compared. An entry that a
/// person verified must not.
inline bool admitsDoubt(const std::string& source) {
  constexpr std::array kWords = {
      "stimate", "ecalled", "to be confirmed", "not confirmed", "o maker's document compared"};
  return std::any_of(kWords.begin(), kWords.end(), [&](const char* word) {
    return source.find(word) != std::string::npos;
  });
}

}  // namespace trocar
