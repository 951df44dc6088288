#pragma once

#include "core/vec3.h"

#include <nlohmann/json_fwd.hpp>

namespace trocar {

/// [x, y, z], patient LPS in mm.
nlohmann::ordered_json pointJson(const Vec3& point);

}  // namespace trocar
