#pragma once

#include "core/json/json_reader.h"
#include "planning/plan/bookmark.h"

#include <nlohmann/json_fwd.hpp>

namespace trocar {

/// A bookmark in the plan's file.
nlohmann::ordered_json toJson(const Bookmark& bookmark);
/// Throws Error, naming place and value, for what is no bookmark.
Bookmark bookmarkFrom(const JsonEntry& entry);

}  // namespace trocar
