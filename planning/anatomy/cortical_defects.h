#pragma once

#include "planning/anatomy/lesion_anatomy.h"

#include <functional>

namespace trocar::anatomy {

/// Names the place of a point of the bone's surface with this outward normal.
using PlaceName = std::function<std::string(const Vec3& pointMm, const Vec3& normal)>;

/// Where the lesion reaches the surface of `bone` without cortex over it, the largest first.
std::vector<CorticalDefect> findCorticalDefects(const Case& patient,
                                                const Structure& lesion,
                                                const Structure& bone,
                                                const PlaceName& placeOf);

}  // namespace trocar::anatomy
