#pragma once

#include "core/progress.h"
#include "planning/anatomy/pelvis_anatomy.h"
#include "planning/anatomy/vertebra_anatomy.h"

#include <vector>

namespace trocar::anatomy {

/// Default courses, as tubes of basis Estimated, of nerves and vessels that no segmentation
/// contains: roots and segmental arteries of every measured vertebra, intercostal bundles of those
/// whose rib is labelled, lumbar plexus; roots of S1 to S3, sciatic, lateral femoral cutaneous,
/// femoral and obturator nerves, iliac, femoral and gluteal vessels. They follow bony landmarks of
/// a supine patient, in the frames of the bones, and keep out of bone; `scatterOf` says how far
/// real ones lie apart. They are meant to be corrected by hand. What the case shows already is left
/// out, and so is what lacks its landmarks.
std::vector<Structure> estimateNervesAndVessels(const Case& patient,
                                                const std::vector<VertebraAnatomy>& vertebrae,
                                                const PelvisAnatomy& pelvis,
                                                const Progress& = {});
/// The case with those routes, and a remark that says so; as it is where there are none.
Case withEstimatedRoutes(Case patient, const Progress& = {});

}  // namespace trocar::anatomy
