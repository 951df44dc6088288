#pragma once

#include "planning/decide/answer.h"

#include <string>

namespace trocar::decide {

/// What the words of a history propose: estimated, with the words quoted. A phrase behind a
/// negation of its sentence does not count, and two different answers propose none.
Proposals proposalsOfHistory(const std::string& history);

}  // namespace trocar::decide
