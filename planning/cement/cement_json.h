#pragma once

#include "planning/cement/cement.h"

#include <nlohmann/json_fwd.hpp>

namespace trocar {

/// The object `cement` of `trocar evaluate --json`. Unknown is null.
nlohmann::ordered_json cementToJson(const CementResult& cement);

}  // namespace trocar
