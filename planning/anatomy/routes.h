#pragma once

#include "core/progress.h"
#include "planning/anatomy/pelvis_anatomy.h"
#include "planning/anatomy/vertebra_anatomy.h"

#include <vector>

namespace trocar::anatomy {

/// Default courses, as tubes of basis Estimated, of nerves and vessels that no segmentation
/// contains: roots of every measured vertebra and of S1 to S3, sciatic and lateral femoral
/// cutaneous nerves, superior gluteal and segmental arteries. They follow bony landmarks of a
/// supine patient and are meant to be corrected by hand. What the case already has under the same
/// id is left out, and so is what lacks its landmarks.
std::vector<Structure> estimateNervesAndVessels(const Case& patient,
                                                const std::vector<VertebraAnatomy>& vertebrae,
                                                const PelvisAnatomy& pelvis);
/// The case with those routes, and a remark that says so; as it is where there are none.
Case withEstimatedRoutes(Case patient, const Progress& = {});

}  // namespace trocar::anatomy
