#pragma once

#include "planning/plan/bookmark.h"

#include <nlohmann/json_fwd.hpp>

namespace trocar {

/// A bookmark in the plan's file.
nlohmann::ordered_json toJson(const Bookmark& bookmark);
/// Throws Error, or an exception of the JSON library, for what is no bookmark.
Bookmark bookmarkFrom(const nlohmann::ordered_json& entry);

}  // namespace trocar
