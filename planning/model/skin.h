#pragma once

#include "core/case.h"
#include "planning/plan/trajectory.h"

#include <optional>

namespace trocar {

/// Where the line from `insideMm` along unit `outward` leaves the body for good: the outermost
/// voxel of the skin structure, or, in a case without one, the last tissue (-300 HU and more)
/// before 10 mm of air. Nullopt where the CT ends before that.
std::optional<Vec3> skinCrossing(const Case& patient, const Vec3& insideMm, const Vec3& outward);

}  // namespace trocar
