#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace trocar {

/// The words by which files and the command line name the values of an enumeration.
template <typename Value, std::size_t size>
using WordTable = std::array<std::pair<Value, std::string_view>, size>;

template <typename Value, std::size_t size>
std::string_view wordOf(const WordTable<Value, size>& table, Value value) {
  const auto row =
      std::find_if(table.begin(), table.end(), [&](const auto& r) { return r.first == value; });
  assert(row != table.end());
  return row->second;
}

template <typename Value, std::size_t size>
std::optional<Value> valueOf(const WordTable<Value, size>& table, std::string_view word) {
  const auto row =
      std::find_if(table.begin(), table.end(), [&](const auto& r) { return r.second == word; });
  return row == table.end() ? std::nullopt : std::optional<Value>(row->first);
}

/// All words of a table for a message: "arm, needle or verdict".
template <typename Value, std::size_t size>
std::string wordsOf(const WordTable<Value, size>& table) {
  std::string words;
  for (std::size_t n = 0; n < size; ++n)
    words += (n == 0 ? "" : n + 1 == size ? " or " : ", ") + std::string(table[n].second);
  return words;
}

}  // namespace trocar
