#pragma once

#include "core/distance_field.h"
#include "planning/anatomy/lesion_anatomy.h"
#include "planning/anatomy/pelvis_anatomy.h"

#include <optional>
#include <utility>

namespace trocar::anatomy {

/// What a lesion takes of a hip bone with a joint that was found.
HipInvolvement measureInHip(const Case& patient, const Structure& lesion, const HipAnatomy& hip);

/// What a lesion takes of a femur whose head was found.
FemurInvolvement measureInFemur(const Case& patient,
                                const Structure& lesion,
                                const FemurAnatomy& femur);

/// The lowest and highest place along `shaft` (a unit vector) where a lesion lies within 2 mm below
/// a bone's surface, as scalar products in mm; nullopt where it reaches none.
std::optional<std::pair<double, double>> corticalExtentMm(const Case& patient,
                                                          const Structure& lesion,
                                                          const DistanceField& bone,
                                                          const Vec3& shaft);

}  // namespace trocar::anatomy
