#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace trocar {

/// The document that a text holds, members in their order: the one place where JSON is parsed.
/// Throws Error, beginning with `file`, for what is no JSON, a number beyond what a double holds, a
/// key that stands twice in one object, and nesting deeper than any file of ours.
nlohmann::ordered_json jsonFromText(const std::string& text, const std::string& file);

}  // namespace trocar
