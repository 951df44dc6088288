#pragma once

#include "planning/plan.h"

#include <string>

namespace trocar {

/// The needles as 3D Slicer markup lines (.mrk.json, schema 1.0.3): LPS millimetres, the first
/// control point is the entry, the second the target.
std::string markupsJson(const Plan& plan);

/// The lines of such a file as free needles with `instrument`. RAS files are turned to LPS. Throws
/// Error for other text, other units, or a line that has not two points.
std::vector<Needle> needlesFromMarkups(const std::string& text, const std::string& instrument);

}  // namespace trocar
