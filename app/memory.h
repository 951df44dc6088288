#pragma once

#include "planning/model/case_model.h"

#include <string>

namespace trocar::app {

/// From now on nothing is read from or written to the user's cache folder; the same as
/// TROCAR_CACHE=off in the environment.
void keepNoResults();

/// What all models of this process remember together, and the user's cache folder keeps, of a case
/// with this content hash.
ModelMemory memoryOf(const Case& original, const std::string& contentHash);

}  // namespace trocar::app
