#pragma once

#include "planning/facts/fact.h"

#include <nlohmann/json_fwd.hpp>

namespace trocar::facts {

/// The facts that have a key, under their keys. Unknown is null.
nlohmann::ordered_json factsToJson(const Facts& facts);
nlohmann::ordered_json factsToJson(const std::vector<Facts>& list);

}  // namespace trocar::facts
