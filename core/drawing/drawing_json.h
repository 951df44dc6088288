#pragma once

#include "core/drawing/drawing.h"
#include "core/json/json_reader.h"

#include <nlohmann/json_fwd.hpp>

namespace trocar::drawing {

/// {"name", "role"} and "voxels" as toText writes them, "tube", "ellipsoid" or "takenAway"; none of
/// these for a structure as it came.
nlohmann::ordered_json toJson(const DrawnStructure& structure);
/// Throws Error, naming the key, for what is none.
DrawnStructure drawnStructureFrom(const JsonEntry& entry);

}  // namespace trocar::drawing
