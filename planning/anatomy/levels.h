#pragma once

#include "core/case.h"

#include <string>

namespace trocar::anatomy {

/// Throws Error, naming the levels there are, where the case has no such vertebra.
void requireLevel(const Case& patient, const std::string& level);

}  // namespace trocar::anatomy
