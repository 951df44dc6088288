#include "planning/facts/facts_json.h"

#include "core/json/json_values.h"

#include <nlohmann/json.hpp>

#include <type_traits>

namespace trocar::facts {
namespace {

using Json = nlohmann::ordered_json;

template <typename T>
Json valueJson(const T& value) {
  if constexpr (std::is_same_v<T, std::monostate>)
    return nullptr;
  else if constexpr (std::is_same_v<T, double>)
    return json_values::number(value);
  else if constexpr (std::is_same_v<T, Vec3>)
    return json_values::point(value);
  else if constexpr (std::is_same_v<T, Facts> || std::is_same_v<T, std::vector<Facts>>)
    return factsToJson(value);
  else
    return Json(value);
}

template <typename T>
Json valueJson(const std::vector<T>& values) requires(std::is_same_v<T, double> ||
                                                      std::is_same_v<T, Vec3>) {
  Json list = Json::array();
  for (const T& value : values)
    list.push_back(valueJson(value));
  return list;
}

}  // namespace

Json factsToJson(const Facts& facts) {
  Json json = Json::object();
  for (const Fact& fact : facts) {
    if (!fact.key.empty())
      json[fact.key] = std::visit([](const auto& value) { return valueJson(value); }, fact.value);
  }
  return json;
}

Json factsToJson(const std::vector<Facts>& list) {
  Json json = Json::array();
  for (const Facts& facts : list)
    json.push_back(factsToJson(facts));
  return json;
}

}  // namespace trocar::facts
