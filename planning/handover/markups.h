#pragma once

#include "planning/plan/plan.h"

#include <string>

namespace trocar::handover {

/// The needles as 3D Slicer markup lines (.mrk.json, schema 1.0.3): LPS millimetres, the first
/// control point is the entry, the second the target.
std::string markupsJson(const Plan& plan);

}  // namespace trocar::handover
