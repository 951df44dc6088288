#pragma once

#include "planning/anatomy/pelvis_anatomy.h"
#include "planning/anatomy/soft_mask.h"

#include <functional>
#include <optional>
#include <vector>

namespace trocar::anatomy {

/// A point of a bone's surface with its outward unit normal.
struct SurfacePoint {
  Vec3 atMm = Vec3::Zero();
  Vec3 normal = Vec3::Zero();
};
using Surface = std::vector<SurfacePoint>;

/// The bone's label, or nullopt where it has no voxels or is absurdly large.
std::optional<SoftMask> boneMask(const Case& patient,
                                 const Structure& bone,
                                 const CaseExtents& extents);

/// One point for each voxel of the surface, at most about `most` of them, evenly thinned.
Surface surfaceOf(const SoftMask& mask, std::size_t most = 40000);

/// The middle of the tip for which `score` (in mm) is largest among the points that `counts`;
/// nullopt where none does. A tip is what lies within a millimetre of the largest score and 6 mm of
/// its place: on a blunt one the single highest voxel would be chance.
std::optional<Vec3> extremeOf(const Surface& surface,
                              const std::function<bool(const Vec3&)>& counts,
                              const std::function<double(const Vec3&)>& score);

/// The sphere of 17 to 33 mm that most of the surface faces: outwards for a socket, inwards for a
/// head.
std::optional<JointSphere> findSphere(const Surface& surface, bool socket);
/// The sphere through the surface near a given centre.
std::optional<JointSphere> fitSphere(const Surface& surface, const JointSphere& guess, bool socket);

}  // namespace trocar::anatomy
