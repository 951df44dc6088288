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

HipAnatomy measureHip(const PelvicBone& hip,
                      const VertebraFrame& pelvis,
                      const std::optional<JointSphere>& head);
FemurAnatomy measureFemur(const PelvicBone& femur, const VertebraFrame& pelvis);
SacrumAnatomy measureSacrum(const Case& patient,
                            const PelvicBone& sacrum,
                            const VertebraFrame& pelvis,
                            const std::vector<PelvicBone>& hips);

}  // namespace trocar::anatomy
