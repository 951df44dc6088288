#pragma once

#include "planning/plan/embolisation.h"

#include <string>

namespace trocar::words {

/// "particles, 90 % of the flow cut, 2026-11-21, 1 day before"; what was not entered is said.
std::string embolisationWords(const Embolisation& embolisation, const std::string& procedureDate);
/// "2 days before", "on the day of", "1 day after"; empty without both dates.
std::string daysWords(const Embolisation& embolisation, const std::string& procedureDate);

}  // namespace trocar::words
