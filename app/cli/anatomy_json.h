#pragma once

#include "planning/anatomy/lesion_anatomy.h"
#include "planning/anatomy/pelvis_anatomy.h"

#include <nlohmann/json_fwd.hpp>

namespace trocar::cli {

/// Blocks of `inspect --json`; what was not found is null.
nlohmann::ordered_json pelvisJson(const anatomy::PelvisAnatomy& pelvis);
nlohmann::ordered_json lesionJson(const anatomy::LesionAnatomy& lesion);

}  // namespace trocar::cli
