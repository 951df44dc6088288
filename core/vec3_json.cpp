#include "core/vec3_json.h"

#include <nlohmann/json.hpp>

namespace trocar {

nlohmann::ordered_json pointJson(const Vec3& point) {
  return {point.x(), point.y(), point.z()};
}

}  // namespace trocar
