#include "core/json/json_values.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace trocar::json_values {

using Json = nlohmann::ordered_json;

Json number(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json number(const std::optional<double>& value) {
  return value ? number(*value) : Json(nullptr);
}

Json point(const Vec3& p) {
  return Json::array({number(p.x()), number(p.y()), number(p.z())});
}

Json point(const std::optional<Vec3>& p) {
  return p ? point(*p) : Json(nullptr);
}

Json word(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

}  // namespace trocar::json_values
