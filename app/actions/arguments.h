#pragma once

#include "core/vec3.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace trocar::actions {

/// Values of an action's arguments by key. Each throws Error, naming the key and what it should
/// hold, for a value that is missing or of another kind.
std::string textOf(const nlohmann::json& arguments, const char* key);
double numberOf(const nlohmann::json& arguments, const char* key);
Vec3 pointOf(const nlohmann::json& arguments, const char* key);

/// The same for values that may be left out.
std::optional<std::string> textIn(const nlohmann::json& arguments, const char* key);
std::optional<double> numberIn(const nlohmann::json& arguments, const char* key);
std::optional<bool> truthIn(const nlohmann::json& arguments, const char* key);
std::optional<Vec3> pointIn(const nlohmann::json& arguments, const char* key);
std::vector<std::string> textsIn(const nlohmann::json& arguments, const char* key);

}  // namespace trocar::actions
