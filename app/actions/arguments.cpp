#include "app/actions/arguments.h"

#include "core/error.h"

#include <nlohmann/json.hpp>

namespace trocar::actions {
namespace {

[[noreturn]] void refuse(const char* key, const char* kind) {
  throw Error("The argument \"" + std::string(key) + "\" must be " + kind + ".");
}

const nlohmann::json* valueAt(const nlohmann::json& arguments, const char* key) {
  if (!arguments.is_object() || !arguments.contains(key))
    return nullptr;
  if (arguments[key].is_null())
    refuse(key, "left out, or more than null");
  return &arguments[key];
}

}  // namespace

std::optional<std::string> textIn(const nlohmann::json& arguments, const char* key) {
  const nlohmann::json* value = valueAt(arguments, key);
  if (!value)
    return std::nullopt;
  if (!value->is_string())
    refuse(key, "a text");
  return value->get<std::string>();
}

std::optional<double> numberIn(const nlohmann::json& arguments, const char* key) {
  const nlohmann::json* value = valueAt(arguments, key);
  if (!value)
    return std::nullopt;
  if (!value->is_number())
    refuse(key, "a number");
  return value->get<double>();
}

std::optional<bool> truthIn(const nlohmann::json& arguments, const char* key) {
  const nlohmann::json* value = valueAt(arguments, key);
  if (!value)
    return std::nullopt;
  if (!value->is_boolean())
    refuse(key, "true or false");
  return value->get<bool>();
}

std::optional<Vec3> pointIn(const nlohmann::json& arguments, const char* key) {
  constexpr const char* kKind = "a point: three numbers in LPS mm";
  const nlohmann::json* value = valueAt(arguments, key);
  if (!value)
    return std::nullopt;
  if (!value->is_array() || value->size() != 3)
    refuse(key, kKind);
  Vec3 point;
  for (int axis = 0; axis < 3; ++axis) {
    const nlohmann::json& number = (*value)[static_cast<std::size_t>(axis)];
    if (!number.is_number())
      refuse(key, kKind);
    point[axis] = number.get<double>();
  }
  return point;
}

std::vector<std::string> textsIn(const nlohmann::json& arguments, const char* key) {
  const nlohmann::json* value = valueAt(arguments, key);
  if (!value)
    return {};
  std::vector<std::string> texts;
  for (const nlohmann::json& text : value->is_array() ? *value : nlohmann::json::array({*value})) {
    if (!text.is_string())
      refuse(key, "a list of texts");
    texts.push_back(text.get<std::string>());
  }
  return texts;
}

std::string textOf(const nlohmann::json& arguments, const char* key) {
  if (const auto value = textIn(arguments, key))
    return *value;
  refuse(key, "given, as a text");
}

double numberOf(const nlohmann::json& arguments, const char* key) {
  if (const auto value = numberIn(arguments, key))
    return *value;
  refuse(key, "given, as a number");
}

Vec3 pointOf(const nlohmann::json& arguments, const char* key) {
  if (const auto value = pointIn(arguments, key))
    return *value;
  refuse(key, "given, as three numbers in LPS mm");
}

}  // namespace trocar::actions
