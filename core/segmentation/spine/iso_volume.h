#pragma once

#include "core/image.h"
#include "core/progress.h"

namespace trocar::segmentation {

/// The CT on cubic voxels along the patient's axes; each is the mean of what lies in it.
Volume isotropic(const Volume& ct, double stepMm, const Progress& = {});

}  // namespace trocar::segmentation
