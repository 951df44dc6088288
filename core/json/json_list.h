#pragma once

#include <nlohmann/json.hpp>

#include <vector>

namespace trocar::json_values {

/// The list of what `write` makes of each value.
template <typename T>
nlohmann::ordered_json listOf(const std::vector<T>& values,
                              nlohmann::ordered_json (*write)(const T&)) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const T& value : values)
    list.push_back(write(value));
  return list;
}

}  // namespace trocar::json_values
