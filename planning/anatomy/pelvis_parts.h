#pragma once

#include "planning/anatomy/bone_surface.h"
#include "planning/anatomy/pelvis_anatomy.h"

#include <optional>
#include <vector>

namespace trocar::anatomy {

/// One bone of the pelvis as its measuring functions take it.
struct PelvicBone {
  const Structure& structure;
  SoftMask mask;
  Surface surface;
  Side side;  ///< Meaningless for a sacrum.
};

/// The origin where there is no point.
Vec3 meanOf(const std::vector<Vec3>& pointsMm);

/// The bony socket, near the femoral head where there is one.
std::optional<JointSphere> findSocket(const PelvicBone& hip,
                                      const std::optional<JointSphere>& head);
/// Spines are found in the axes of the anterior pelvic `plane`, the rest in the `upright` ones of
/// the pelvis; `midlineMm` is how far the midline lies from the joint's centre.
HipAnatomy measureHip(const PelvicBone& hip,
                      const std::optional<VertebraFrame>& plane,
                      const VertebraFrame& upright,
                      const std::optional<JointSphere>& socket,
                      double midlineMm);
FemurAnatomy measureFemur(const PelvicBone& femur,
                          const VertebraFrame& pelvis,
                          const std::optional<JointSphere>& head);
SacrumAnatomy measureSacrum(const Case& patient,
                            const PelvicBone& sacrum,
                            const VertebraFrame& pelvis,
                            const std::vector<PelvicBone>& hips);

}  // namespace trocar::anatomy
