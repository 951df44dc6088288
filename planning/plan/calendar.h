#pragma once

#include <optional>
#include <string>

namespace trocar {

/// Whether the text is a day of the calendar such as "2026-11-22".
bool isDate(const std::string& text);
/// Whole days from one day to a later one, negative to an earlier one; nullopt where either is no
/// date.
std::optional<int> daysBetween(const std::string& from, const std::string& to);

}  // namespace trocar
