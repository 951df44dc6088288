#pragma once

#include "core/vec3.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>

/// Values as the documents of the command line write them: unknown is null, and so is what no
/// number can say.
namespace trocar::json_values {

nlohmann::ordered_json number(double value);
nlohmann::ordered_json number(const std::optional<double>& value);
nlohmann::ordered_json point(const Vec3& p);
nlohmann::ordered_json point(const std::optional<Vec3>& p);
/// Null for an empty one.
nlohmann::ordered_json word(const std::string& text);

}  // namespace trocar::json_values
