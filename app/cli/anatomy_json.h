#pragma once

#include "planning/anatomy/lesion_anatomy.h"
#include "planning/anatomy/pelvis_anatomy.h"

#include <nlohmann/json_fwd.hpp>

namespace trocar {

/// Blocks of `inspect --json`; what was not found is null.
nlohmann::ordered_json pelvisJson(const PelvisAnatomy& pelvis);
nlohmann::ordered_json lesionJson(const LesionAnatomy& lesion);

}  // namespace trocar
