#pragma once

#include "planning/anatomy/vertebra_anatomy.h"

#include <nlohmann/json_fwd.hpp>

namespace trocar::cli {

/// One entry of `inspect --json`'s "vertebrae": what could not be measured is null, never 0.
nlohmann::ordered_json vertebraJson(const anatomy::VertebraAnatomy& vertebra);

}  // namespace trocar::cli
