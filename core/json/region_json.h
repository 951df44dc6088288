#pragma once

#include "core/json/json_reader.h"
#include "core/structure.h"

#include <nlohmann/json_fwd.hpp>

/// Regions without voxels as cases and plans write them.
namespace trocar::region_json {

nlohmann::json axes(const Eigen::Matrix3d& axes);
nlohmann::json tube(const TubeRegion& tube);
nlohmann::json ellipsoid(const EllipsoidRegion& ellipsoid);

/// Throw Error, naming file and key, for places farther than 10 m from the scanner's origin, radii
/// above 1 m, axes that are not at right angles, and tubes of one point.
Vec3 placeFrom(const JsonEntry& entry);
Eigen::Matrix3d axesFrom(const JsonEntry& entry, const char* key);
TubeRegion tubeFrom(const JsonEntry& entry);
EllipsoidRegion ellipsoidFrom(const JsonEntry& entry);

}  // namespace trocar::region_json
